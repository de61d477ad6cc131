import { branchProblem, workflowPathProblem } from "../../../core/oci/names";
import { ageProblem, countProblem, tagPatternProblem } from "../../../core/workflows/cleanup";
import {
  backendProblem,
  cronProblem,
  folderProblem,
  secretVariableProblem,
  stackNameProblem,
} from "../../../core/workflows/names";

type Problem = (text: string) => string | undefined;

const countTextProblem: Problem = (text) => countProblem(Number(text));
const digest = `sha256:${"0a".repeat(32)}`;

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
  ["a branch", branchProblem, ["main", "v", "release/1.2", "feature_x-", "_"]],
  [
    "a workflow's path",
    workflowPathProblem,
    [".github/workflows/publish.yml", ".github/workflows/a-b.1.yaml"],
  ],
  ["an age", ageProblem, ["1 day", "90 days", "2 weeks", "6 months", "1 year", "99999 days"]],
  ["tags", tagPatternProblem, ["latest", "v*", "v1.?", "sha-*", "A_b-1", digest]],
  ["a number of versions", countTextProblem, ["0", "1", "500"]],
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
  [
    "a branch",
    branchProblem,
    "is not a branch name",
    [
      // These mean something else in a workflow's filter, and git refuses the others.
      ...["v*", "!main", "a+", "[ab]", "a?"],
      ...["", "-a", "/a", "a/", "a..b", "a//b", "a/.b", "a.lock"],
    ],
  ],
  [
    "a workflow's path",
    workflowPathProblem,
    "is not a workflow's path",
    [
      ...["publish.yml", ".github/workflows/", ".github/workflows/.yml"],
      ...[".github/workflows/deep/publish.yml", ".github/workflows/../publish.yml"],
      ...[".github/workflows/publish.json", "/.github/workflows/publish.yml"],
    ],
  ],
  [
    "an age",
    ageProblem,
    "is not an age",
    ["", "90", "0 days", "-1 days", "1.5 days", "90 Days", "a day", "1 second", "100000 days"],
  ],
  [
    "tags",
    tagPatternProblem,
    "is not a tag",
    [
      ...["", "a,b", "a b", "${{ x }}", "[ab]", "a/b", "a".repeat(129)],
      ...["sha256:0a", `${digest}0`, `${digest}*`],
    ],
  ],
  [
    "a number of versions",
    countTextProblem,
    "is not a number of versions to keep",
    ["-1", "1.5", "NaN", "1e300"],
  ],
])("%s cannot be so", (_what, problemOf, response, texts) => {
  for (const text of texts) expect([text, problemOf(text)]).toEqual([text, contains(response)]);
});

function contains(response: string): string {
  return expect.stringContaining(response) as string;
}
