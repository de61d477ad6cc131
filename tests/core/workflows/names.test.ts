import {
  backendProblem,
  cronProblem,
  folderProblem,
  secretVariableProblem,
  stackNameProblem,
} from "../../../core/workflows/names";

type Problem = (text: string) => string | undefined;

it.each<[string, Problem, readonly string[]]>([
  ["a stack", stackNameProblem, ["prod", "acme/prod", "acme/pulumi-ghcr/prod", "a.b_c-1"]],
  ["a folder", folderProblem, [".", "infra", "deploy/ghcr", "a b/c@1"]],
  ["a secret's variable", secretVariableProblem, ["PULUMI_ACCESS_TOKEN", "STACKS", "CITY"]],
  [
    "a schedule",
    cronProblem,
    ["37 4 * * *", "*/15 0,12 1-15 JAN-MAR mon", "0 0 31 12 6", "5/10 1-5/2 * * *"],
  ],
  [
    "a backend",
    backendProblem,
    [
      ...["https://api.pulumi.com", "s3://state?region=eu-central-1", "gs://state/a"],
      ...["azblob://state?storage_account=a", "postgres://host/state"],
    ],
  ],
])("%s can be so", (_what, problemOf, texts) => {
  for (const text of texts) expect([text, problemOf(text)]).toEqual([text, undefined]);
});

it.each<[string, Problem, string, readonly string[]]>([
  ["a stack", stackNameProblem, "is not a stack", ["", "a b", "a/b/c/d", "prod/", "${{ x }}"]],
  [
    "a folder",
    folderProblem,
    "is not a folder",
    ["", "/infra", "../a", "a/../b", "a//b", "./a", "a\\b", "${{ x }}", "a/".repeat(101) + "a"],
  ],
  [
    "a secret's variable",
    secretVariableProblem,
    "is a variable",
    ["PATH", "path", "CI", "RUNNER_TEMP", "ACTIONS_X", "LD_PRELOAD", "NODE_OPTIONS", "STACK"],
  ],
  [
    "a schedule",
    cronProblem,
    "is not a cron expression",
    [
      ...["", "@daily", "37 4 * *", "37 4 * * * *", "60 4 * * *", "0 24 * * *", "0 0 0 * *"],
      ...["0 0 32 * *", "0 0 * 13 *", "0 0 * * 7", "5-1 * * * *", "*/0 * * * *", "a * * * *"],
      ...["1/2/3 * * * *", "1-2-3 * * * *", "0 0 * mon *"],
    ],
  ],
  ["a backend", backendProblem, "is deleted after each run", ["file://~", "file:///state"]],
  [
    "a backend",
    backendProblem,
    "is not the address of a backend",
    ["", "state", "s3://", "ftp://a", "s3://a b"],
  ],
  ["a backend", backendProblem, "contains a password", ["postgres://me:word@host/state"]],
])("%s cannot be so", (_what, problemOf, response, texts) => {
  for (const text of texts) expect([text, problemOf(text)]).toEqual([text, contains(response)]);
});

function contains(response: string): string {
  return expect.stringContaining(response) as string;
}
