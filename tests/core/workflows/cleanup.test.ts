import { renderPublish, type PublishPlan } from "../../../core/workflows";
import { examplePlan } from "../../../core/workflows/example";
import { jobOf, matrixOf, renderPlan, stepOf } from "./reading";

const cleanup: NonNullable<PublishPlan["cleanup"]> = {
  schedule: "23 3 * * SUN",
  olderThan: "90 days",
  keepUntagged: 10,
  keepTags: [],
  delete: false,
};

const least = {
  token: "${{ github.token }}",
  owner: "hellocplusplus0",
  packages: "${{ matrix.image }}",
  "older-than": "90 days",
  "keep-n-untagged": "10",
};

it("is absent by default", () => {
  expect(renderPlan().jobs).not.toHaveProperty("cleanup");
  expect(renderPlan().on).not.toHaveProperty("schedule");
});

it("runs on a schedule, without the other jobs", () => {
  const workflow = renderPlan({ cleanup });
  expect(workflow.on).toMatchObject({ schedule: [{ cron: "23 3 * * SUN" }] });
  const { cleanup: job, check, ...others } = workflow.jobs;
  expect(job?.if).toBe("github.event_name == 'schedule'");
  expect(check?.if).toBe("!(github.event_name == 'schedule')");
  // GitHub skips what waits for a job that was skipped, unless its condition asks for the status.
  const waiting = new Set(["check"]);
  for (const [id, { needs = [], if: condition = "" }] of Object.entries(others)) {
    expect([id, needs.some((need) => waiting.has(need))]).toEqual([id, true]);
    expect(condition).not.toMatch(/always|failure|cancelled/);
    waiting.add(id);
  }
});

it("does not replace a waiting push", () => {
  expect(renderPlan({ cleanup }).concurrency).toEqual({
    group: "publish-${{ github.event_name == 'schedule' && 'cleanup' || github.ref }}",
    "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
  });
});

it("handles each image in its own job, because the action stops at a missing one", () => {
  const job = jobOf(renderPlan({ cleanup }), "cleanup");
  expect(job.strategy?.["fail-fast"]).toBe(false);
  expect(matrixOf(job)).toEqual([{ image: "v7/backend" }, { image: "v7/web" }]);
});

it("only lists versions until the settings allow deleting", () => {
  const job = jobOf(renderPlan({ cleanup }), "cleanup");
  expect(job.permissions).toEqual({ packages: "read" });
  expect(job.steps.map((step) => [step.name, step.with])).toEqual([
    ["List what would be deleted", { ...least, "dry-run": true }],
  ]);
});

it("lists versions before it deletes them, and validates the indexes", () => {
  const job = jobOf(renderPlan({ cleanup: { ...cleanup, delete: true } }), "cleanup");
  expect(job.permissions).toEqual({ packages: "write" });
  expect(job.steps.map((step) => [step.name, step.with])).toEqual([
    ["List what would be deleted", { ...least, "dry-run": true }],
    ["Delete old versions", { ...least, validate: true }],
  ]);
  const [dryRun, deletion] = job.steps;
  expect(dryRun?.uses).toBe(deletion?.uses);
  expect(dryRun?.uses).toMatch(/^dataaxiom\/ghcr-cleanup-action@[0-9a-f]{40}$/);
});

const deployed = `sha256:${"0a".repeat(32)}`;

it("keeps what the settings require, with the token that they name", () => {
  const all = {
    olderThan: "1 year",
    keepUntagged: 0,
    keepTagged: 20,
    keepTags: ["latest", "v*", deployed],
  };
  const workflow = renderPlan({
    owner: "HelloCPlusPlus0",
    registry: "registry.example.com",
    cleanup: { ...cleanup, ...all, secretName: "CLEANER_TOKEN" },
  });
  expect(stepOf(jobOf(workflow, "cleanup"), "List what would be deleted").with).toEqual({
    token: "${{ secrets.CLEANER_TOKEN }}",
    // A registry accepts lower case only.
    owner: "hellocplusplus0",
    packages: "${{ matrix.image }}",
    "older-than": "1 year",
    "keep-n-untagged": "0",
    "keep-n-tagged": "20",
    "exclude-tags": `latest,v*,${deployed}`,
    "registry-url": "https://registry.example.com/",
    "dry-run": true,
  });
});

it.each<[string, Partial<typeof cleanup>]>([
  ["schedule", { schedule: "weekly" }],
  ["olderThan", { olderThan: "90" }],
  ["keepUntagged", { keepUntagged: -1 }],
  ["keepTagged", { keepTagged: 1.5 }],
  ["keepTags", { keepTags: ["a,b"] }],
  ["secretName", { secretName: "A B" }],
])("rejects what would change its meaning in the file: %s", (what, changed) => {
  const plan = { ...examplePlan, cleanup: { ...cleanup, ...changed } };
  expect(() => renderPublish(plan)).toThrow(`the plan's ${what}: `);
});
