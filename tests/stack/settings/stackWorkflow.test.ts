import type { DesiredStackWorkflow } from "../../../stack/model";
import { configure, problemsOf, problemsWith, stackWith } from "./configuring";

const least = { repository: "infrastructure", secrets: ["PULUMI_ACCESS_TOKEN"] };

function read(
  changed: object = {},
  more: Record<string, unknown> = {},
): DesiredStackWorkflow | undefined {
  return stackWith({ stackWorkflow: { ...least, ...changed }, ...more }).stackWorkflow;
}

it("needs only the repository and the secrets", () => {
  expect(read()).toEqual({
    ...least,
    branch: "main",
    path: ".github/workflows/stack.yml",
    folder: ".",
    driftSchedule: "37 4 * * *",
    overwrite: false,
  });
});

it("has the settings that are set", () => {
  const settings = {
    branch: "production",
    path: ".github/workflows/production.yml",
    folder: "infra",
    backend: "s3://state",
    overwrite: true,
  };
  expect(read({ ...settings, drift: "5 6 * * MON" })).toEqual({
    ...{ ...least, ...settings },
    driftSchedule: "5 6 * * MON",
  });
  expect(read({ drift: "never" })?.driftSchedule).toBeUndefined();
});

it.each<[string, Record<string, unknown>, DesiredStackWorkflow["builder"]]>([
  ["nothing for images of a workflow", { workflow: true, images: { app: "app" } }, undefined],
  ["the builder in use", { images: { app: "app" } }, { emulated: [] }],
  [
    "what the machine has to imitate",
    {
      images: {
        app: { context: "app", platforms: ["linux/s390x", "linux/amd64"] },
        other: { context: "other", platforms: ["linux/arm64", "linux/s390x"] },
      },
    },
    { emulated: ["linux/arm64", "linux/s390x"] },
  ],
])("has for its builds %s", (_what, v7, builder) => {
  expect(read({}, { repositories: { v7 } })?.builder).toEqual(builder);
});

it("has the named builder, also for a linked mirror", () => {
  const mirror = { from: "quay.io/a/b:c", mode: "linked", repository: "v7" };
  const builds = { builder: "big", mirrors: { copy: mirror } };
  expect(read({}, builds)?.builder).toEqual({ name: "big", emulated: [] });
  expect(read({}, { mirrors: { copy: "quay.io/a/b:c" } })?.builder).toBeUndefined();
});

it.each<[object, readonly string[]]>([
  [{ repository: "a b" }, ["repository: 'a b' "]],
  [{ secrets: [] }, ["secrets: "]],
  [{ secrets: ["GITHUB_TOKEN"] }, ["secrets.0: 'GITHUB_TOKEN' "]],
  [{ secrets: ["A", "PATH"] }, ["secrets.1: 'PATH' is a variable that the runner"]],
  [{ secrets: ["A", "A"] }, ["secrets.1: 'A' is listed twice"]],
  [{ backend: "file://~" }, ["backend: 'file://~' is a folder of the runner"]],
  [{ drift: "daily" }, ["drift: 'daily' is not a cron expression"]],
  [{ folder: "../a", branch: "v*" }, ["branch: 'v*' ", "folder: '../a' is not a folder"]],
  [{ path: "stack.yml" }, ["path: 'stack.yml' "]],
  [{ drfit: "never" }, ["drfit: is not a valid setting; did you mean 'drift'?"]],
])("is rejected as %j", (changed, response) => {
  configure({ stackWorkflow: { ...least, ...changed } });
  const begins = response.map(
    (text) => expect.stringContaining(`ghcr:stackWorkflow.${text}`) as string,
  );
  expect(problemsOf()).toEqual(begins);
});

it("reports what is missing", () => {
  expect(problemsWith({ stackWorkflow: {} })).toEqual([
    expect.stringContaining("ghcr:stackWorkflow.repository: "),
    expect.stringContaining("PULUMI_CONFIG_PASSPHRASE"),
  ]);
});

it.each<[object, Record<string, unknown>]>([
  [{ path: ".github/workflows/publish.yml" }, { V7: { workflow: true, images: { app: "app" } } }],
  [{}, { v7: { workflow: { path: ".github/workflows/stack.yml" }, images: { app: "app" } } }],
])("cannot be the file of another workflow: %j", (changed, repositories) => {
  configure({ stackWorkflow: { ...least, repository: "v7", ...changed }, repositories });
  expect(problemsOf()).toEqual([
    expect.stringMatching(
      /^ghcr:stackWorkflow\.path: '.*' is already the file of the workflow that publishes/,
    ),
  ]);
});

it("can be another file beside it", () => {
  const repositories = { v7: { workflow: true, images: { app: "app" } } };
  expect(read({ repository: "v7" }, { repositories })?.path).toBe(".github/workflows/stack.yml");
});
