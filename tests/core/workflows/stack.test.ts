import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderPublish, renderStack, type StackPlan } from "../../../core/workflows";
import { examplePlan, exampleStack } from "../../../core/workflows/example";
import { allSteps, jobOf, readWorkflow, stepOf, type ParsedWorkflow } from "./reading";
import { temporaryFolders } from "../../temporaryFolders";
import { withTools } from "./steps/tools";

const text = readFileSync(join(__dirname, "..", "..", "..", "docs", "stack.yml"), "utf8");
const workflow = readWorkflow(text);
const temporaryFolder = temporaryFolders();
const isFromRepository = "github.event.pull_request.head.repo.full_name == github.repository";

function renderPlan(changed: Partial<StackPlan> = {}): ParsedWorkflow {
  return readWorkflow(renderStack({ ...exampleStack, ...changed }));
}

function omitFields(...names: readonly (keyof StackPlan)[]): StackPlan {
  const kept = Object.entries(exampleStack).filter(([name]) => !names.includes(name as "stack"));
  return Object.fromEntries(kept) as unknown as StackPlan;
}

it("runs for pushes and pull requests of the branch, and on a schedule", () => {
  expect(workflow.on).toEqual({
    push: { branches: ["main"] },
    pull_request: { branches: ["main"] },
    schedule: [{ cron: "37 4 * * *" }],
  });
  expect(workflow.concurrency).toEqual({
    group:
      "stack-prod-${{ github.event_name == 'pull_request' && github.ref || github.event_name }}",
    "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
  });
  expect(workflow.permissions).toEqual({ contents: "read" });
});

it("jobs that run the program cannot write, and jobs that write do not run it", () => {
  const jobs = Object.entries(workflow.jobs).map(([id, job]) => ({
    id,
    runs: job.steps.some(({ uses }) => uses?.startsWith("actions/checkout@")),
    permissions: job.permissions,
  }));
  expect(jobs).toEqual([
    { id: "preview", runs: true, permissions: { contents: "read" } },
    { id: "comment", runs: false, permissions: { "pull-requests": "write" } },
    { id: "fork", runs: false, permissions: {} },
    { id: "update", runs: true, permissions: { contents: "read" } },
    { id: "drift", runs: true, permissions: { contents: "read" } },
    { id: "issue", runs: false, permissions: { issues: "write" } },
  ]);
  for (const { with: settings } of allSteps(workflow).filter(({ uses }) =>
    uses?.startsWith("actions/checkout@"),
  )) {
    expect(settings?.["persist-credentials"]).toBe(false);
  }
});

it("each event has its jobs, and a fork's pull request none with secrets", () => {
  const conditions = Object.fromEntries(
    Object.entries(workflow.jobs).map(([id, job]) => [id, job.if]),
  );
  expect(conditions).toEqual({
    preview: `github.event_name == 'pull_request' && ${isFromRepository}`,
    comment: `!cancelled() && github.event_name == 'pull_request' && ${isFromRepository}`,
    fork: `github.event_name == 'pull_request' && !(${isFromRepository})`,
    update: "github.event_name == 'push'",
    drift: "github.event_name == 'schedule'",
    issue: "github.event_name == 'schedule'",
  });
});

it("only the steps that run Pulumi get the secrets", () => {
  const given = Object.values(workflow.jobs).flatMap(({ name, steps }) =>
    steps
      .filter((step) => JSON.stringify(step).includes("secrets."))
      .map((step) => [name, step.name, Object.keys(step.env ?? {})]),
  );
  const names = ["PULUMI_CONFIG_PASSPHRASE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
  expect(given).toEqual([
    ["Preview", "Preview", [...names, "RESULT"]],
    ["Update", "Update", names],
    ["Drift", "Check for drift", [...names, "RESULT"]],
  ]);
  expect(workflow.env).toEqual({
    ...{ STACK: "prod", FOLDER: ".", SECRETS: names.join(" ") },
    PULUMI_BACKEND_URL: "s3://hellocplusplus0-state?region=eu-central-1",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_PARALLEL: "64",
  });
});

it("sets up what the program needs, with its version of Pulumi", () => {
  const update = jobOf(workflow, "update");
  expect(update.steps.map(({ name }) => name)).toEqual([
    ...["Check out", "Set up Node.js", "Set up Pulumi", "Set up emulation", "Set up BuildKit"],
    ...["Install the program", "Write the functions of the next steps", "Update"],
  ]);
  expect(stepOf(update, "Set up Pulumi").with).toEqual({ "pulumi-version": "3.255.0" });
  expect(stepOf(update, "Set up Node.js").with).toEqual({
    "node-version-file": "package.json",
    "package-manager-cache": false,
  });
});

it("has no builder if an update builds nothing, and uses a named one", () => {
  const plain = readWorkflow(renderStack(omitFields("builder")));
  const names = allSteps(plain).map(({ name }) => name);
  expect(names).not.toContain("Set up BuildKit");
  expect(names).not.toContain("Set up emulation");
  const named = jobOf(renderPlan({ builder: { name: "big", emulated: [] } }), "update");
  expect(stepOf(named, "Set up BuildKit").with).toMatchObject({ name: "big" });
  expect(named.steps.map(({ name }) => name)).not.toContain("Set up emulation");
});

it("does not check for drift without a schedule", () => {
  const { on, jobs } = readWorkflow(renderStack(omitFields("driftSchedule")));
  expect(on).not.toHaveProperty("schedule");
  expect(Object.keys(jobs)).toEqual(["preview", "comment", "fork", "update"]);
});

it("runs the program in its folder, from the given branch", () => {
  const other = renderPlan({ folder: "deploy/ghcr", branch: "release/2" });
  expect(other.on).toMatchObject({ push: { branches: ["release/2"] } });
  expect(other.env.FOLDER).toBe("deploy/ghcr");
  const drift = jobOf(other, "drift");
  expect(stepOf(drift, "Check out").with).toMatchObject({ ref: "release/2" });
  expect(stepOf(drift, "Set up Node.js").with).toMatchObject({
    "node-version-file": "deploy/ghcr/package.json",
  });
});

it.each<[string, Partial<StackPlan>, string]>([
  ["a stack", { stack: "a\nb" }, "the plan's stack: "],
  ["a folder", { folder: "../.." }, "the plan's folder: "],
  ["a branch", { branch: "v*" }, "the plan's branch: "],
  ["a secret", { secrets: ["A B"] }, "the plan's secrets: "],
  ["a secret's variable", { secrets: ["PATH"] }, "the plan's secrets: "],
  ["a backend", { backend: "file://~" }, "the plan's backend: "],
  ["a schedule", { driftSchedule: "daily" }, "the plan's driftSchedule: "],
  ["a version", { pulumiVersion: "latest" }, "the plan's pulumiVersion: "],
])("rejects %s that is invalid", (_what, changed, response) => {
  expect(() => renderStack({ ...exampleStack, ...changed })).toThrow(response);
});

it("says how to change the file", () => {
  const [, ...head] = renderStack({ ...exampleStack, keptBy: "hand" }).split("\n");
  expect(head.slice(0, 2).join("\n")).toContain("npx pulumi-ghcr workflow --stack-itself");
  expect(text.split("\n").slice(1, 3).join(" ")).toContain("the next update rewrites");
});

withTools(["bash", "cat"], () => {
  const all = [workflow, readWorkflow(renderPublish(examplePlan))];
  const jobs = all.flatMap((each) =>
    Object.values(each.jobs).map((job) => [job.name, job, each.env] as const),
  );

  it.each(jobs)(
    "a job's functions need only variables that its steps set: %s",
    (_name, job, env) => {
      const folder = temporaryFolder();
      const sources = 'source "$RUNNER_TEMP/functions.sh"';
      let found = 0;
      for (const step of job.steps) {
        const { run = "" } = step;
        const isWritten = run.includes("<<'FUNCTIONS'");
        if (!isWritten && !run.includes(`\n${sources}\n`)) continue;
        found += 1;
        const input = isWritten ? run : `set -euo pipefail\n${sources}\n`;
        const { status, stderr } = spawnSync("bash", {
          ...{ input, cwd: folder, encoding: "utf8" },
          env: {
            ...{ PATH: process.env.PATH, RUNNER_TEMP: folder, ...ofRunner },
            ...{ ...env, ...job.env, ...step.env },
          },
        });
        expect([step.name, status, stderr]).toEqual([step.name, 0, ""]);
      }
      // Each job of these writes its functions, and sources them after that.
      expect(found === 0 || found > 1).toBe(true);
    },
  );
});

/** https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
const ofRunner = {
  ...{ CI: "true", GITHUB_ACTIONS: "true", GITHUB_REPOSITORY: "octo/app", GITHUB_RUN_ID: "1" },
  ...{ GITHUB_API_URL: "https://api.github.com", GITHUB_SERVER_URL: "https://github.com" },
  ...{ GITHUB_RUN_ATTEMPT: "1", GITHUB_ACTOR: "octocat", GITHUB_OUTPUT: "/dev/null" },
};
