import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderPublish } from "../../../core/workflows";
import { actions } from "../../../core/workflows/actions";
import { examplePlan } from "../../../core/workflows/example";
import { allSteps, jobOf, matrixOf, readWorkflow, renderPlan, stepOf } from "./reading";
import { withTools } from "./steps/tools";

const text = readFileSync(join(__dirname, "..", "..", "..", "docs", "publish.yml"), "utf8");
const workflow = readWorkflow(text);
const publishes = "github.event_name != 'pull_request'";

it("the workflow that the documentation shows is what is rendered: npm run docs", () => {
  expect(renderPublish(examplePlan)).toBe(text);
});

it("runs at pushes of the branch and of versions, and at pull requests without their secrets", () => {
  expect(workflow.on).toEqual({
    push: { branches: ["main"], tags: ["v*"] },
    pull_request: { branches: ["main"] },
  });
  expect(workflow.concurrency).toEqual({
    group: "publish-${{ github.ref }}",
    "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
  });
  expect(workflow.defaults).toEqual({ run: { shell: "bash" } });
});

it("its jobs run in order with minimal permissions", () => {
  const jobs = Object.entries(workflow.jobs).map(([id, { needs, permissions }]) => [
    id,
    needs,
    permissions,
  ]);
  expect(workflow.permissions).toEqual({ contents: "read" });
  expect(jobs).toEqual([
    ["check", undefined, { packages: "write" }],
    ["build", ["check"], { contents: "read", packages: "write" }],
    ["publish", ["check", "build"], { packages: "write" }],
    ["attest", ["publish"], { "id-token": "write", attestations: "write" }],
    ["report", ["check", "publish"], {}],
  ]);
});

it("a pull request only checks the tags and builds", () => {
  const running = Object.values(workflow.jobs).flatMap((job) =>
    job.if === undefined ? job.steps : (expect(job.if).toBe(publishes), []),
  );
  const ofPullRequests = running.filter((step) => step.if !== publishes).map(({ name }) => name);
  const functions = "Write the functions of the next steps";
  expect(ofPullRequests).toEqual([
    ...[
      "Record the start time",
      functions,
      "Determine the tags",
      "Check the token, names and permissions",
    ],
    ...["Check out", functions, "Set up BuildKit", "Record the start time", "Build"],
  ]);
  expect(new Set(running.map((step) => step.if))).toEqual(new Set([undefined, publishes]));
  const build = stepOf(jobOf(workflow, "build"), "Build");
  expect(build.with?.outputs).toContain(`,push=\${{ ${publishes} }}`);
});

it("each image is built for each platform on a native runner", () => {
  const common = { key: "v7-backend", image: "v7/backend", context: "backend" };
  const backend = { ...common, package: "ghcr.io/hellocplusplus0/v7/backend" };
  const amd64 = { platform: "linux/amd64", slug: "linux-amd64", runner: "ubuntu-24.04" };
  const arm64 = { platform: "linux/arm64", slug: "linux-arm64", runner: "ubuntu-24.04-arm" };
  const web = {
    ...{ key: "v7-web", image: "v7/web", package: "ghcr.io/hellocplusplus0/v7/web" },
    ...{ context: "web", dockerfile: "web/Dockerfile" },
    buildArgs: "API_URL=https://api.example.com",
  };
  const job = jobOf(workflow, "build");
  expect(job["runs-on"]).toBe("${{ matrix.runner }}");
  expect(job.strategy?.["fail-fast"]).toBe(false);
  expect(matrixOf(job)).toEqual([
    { ...backend, ...amd64 },
    { ...backend, ...arm64 },
    { ...web, ...amd64 },
    { ...web, ...arm64 },
  ]);
  expect(stepOf(job, "Build").with).toEqual({
    context: "${{ matrix.context }}",
    file: "${{ matrix.dockerfile }}",
    "build-args": "${{ matrix.buildArgs }}",
    platforms: "${{ matrix.platform }}",
    outputs:
      "type=image,name=${{ matrix.package }},push-by-digest=true,name-canonical=true," +
      `oci-mediatypes=true,push=\${{ ${publishes} }}`,
    labels: [
      "org.opencontainers.image.source=${{ github.server_url }}/${{ github.repository }}",
      "org.opencontainers.image.revision=${{ github.sha }}",
      "${{ github.ref_type == 'tag' && format('org.opencontainers.image.version={0}', github.ref_name) || '' }}",
    ].join("\n"),
    "cache-from": "type=gha,scope=${{ matrix.key }}--${{ matrix.slug }}",
    "cache-to": "type=gha,scope=${{ matrix.key }}--${{ matrix.slug }},mode=max,ignore-error=true",
    provenance: "mode=max",
    sbom: true,
  });
});

it("each image is published with its own tags, platforms and visibility", () => {
  const job = jobOf(workflow, "publish");
  const platforms = "linux/amd64,linux/arm64";
  expect(matrixOf(job)).toEqual(
    ["backend", "web"].map((name) => ({
      ...{ image: `v7/${name}`, key: `v7-${name}` },
      ...{ package: `ghcr.io/hellocplusplus0/v7/${name}`, platforms, visibility: "public" },
    })),
  );
  expect(job.env).toEqual({
    IMAGE: "${{ matrix.package }}",
    NAME: "${{ matrix.image }}",
    TAGS: "${{ needs.check.outputs.tags }}",
  });
});

it("the artifacts that a job uploads are those that the next one downloads", () => {
  const [build, publish] = [jobOf(workflow, "build"), jobOf(workflow, "publish")];
  const [attest, report] = [jobOf(workflow, "attest"), jobOf(workflow, "report")];
  expect(stepOf(build, "Upload the digest").with).toEqual({
    name: "digests-${{ matrix.key }}--${{ matrix.slug }}--${{ github.run_attempt }}",
    path: "${{ runner.temp }}/digests/*",
    "if-no-files-found": "error",
  });
  expect(stepOf(publish, "Download the digests").with).toEqual({
    pattern: "digests-${{ matrix.key }}--*",
    "merge-multiple": true,
    path: "${{ runner.temp }}/digests",
  });
  expect(stepOf(publish, "Upload the result").with).toMatchObject({
    name: "result-${{ matrix.key }}--${{ github.run_attempt }}",
    path: stepOf(publish, "Verify the index and tags").env?.RESULT,
  });
  expect(stepOf(attest, "Download the result").with).toEqual({
    pattern: "result-${{ matrix.key }}--*",
    "merge-multiple": true,
    path: stepOf(attest, "Read the digest").env?.RESULTS,
  });
  expect(stepOf(attest, "Attest").with).toEqual({
    "subject-name": "${{ matrix.package }}",
    "subject-digest": "${{ steps.result.outputs.digest }}",
  });
  expect(stepOf(report, "Download the results").with).toMatchObject({ pattern: "result-*" });
  expect(jobOf(workflow, "check").outputs).toEqual({
    tags: "${{ steps.tags.outputs.tags }}",
    with: "${{ steps.authenticate.outputs.with }}",
    started: "${{ steps.start.outputs.started }}",
    attempt: "${{ steps.start.outputs.attempt }}",
  });
  expect(report.outputs).toEqual({ digests: "${{ steps.report.outputs.digests }}" });
});

it("each shell step gets only the variables that it needs", () => {
  const tokens = { TOKEN: "${{ secrets.GHCR_TOKEN }}", WORKFLOW_TOKEN: "${{ github.token }}" };
  const version = "${{ github.ref_type == 'tag' && github.ref_name || '' }}";
  const temporary = "${{ runner.temp }}";
  const digests = `${temporary}/digests`;
  const started = "${{ steps.start.outputs.started }}";
  expect(workflow.env).toEqual({
    ...{ REGISTRY: "ghcr.io", OWNER: "hellocplusplus0" },
    ...{ SECRET_NAME: "GHCR_TOKEN", AUTHENTICATION: "token" },
  });
  expect(JSON.parse(jobOf(workflow, "check").env?.IMAGES ?? "")).toEqual(
    ["v7/backend", "v7/web"].map((name) => ({ name, tags: ["{{tag}}", "latest"] })),
  );
  const variables = Object.entries(workflow.jobs).flatMap(([id, { steps }]) =>
    steps.flatMap(({ name, env }) => (env === undefined ? [] : [[id, name, env]])),
  );
  expect(variables).toEqual([
    ["check", "Log in", tokens],
    [
      "check",
      "Determine the tags",
      {
        VERSION: version,
        COMMIT: "${{ github.sha }}",
        BRANCH: "${{ github.ref_type == 'branch' && github.ref_name || '' }}",
      },
    ],
    [
      "check",
      "Check the token, names and permissions",
      { ...tokens, TAGS: "${{ steps.tags.outputs.tags }}" },
    ],
    ["build", "Log in", tokens],
    [
      "build",
      "Save the digest",
      {
        ...{ DIGEST: "${{ steps.build.outputs.digest }}", DIGESTS: digests },
        ...{ PLATFORM: "${{ matrix.platform }}", STARTED: started },
      },
    ],
    ["publish", "Log in", tokens],
    [
      "publish",
      "Create the index and tags",
      {
        ...tokens,
        DIGESTS: digests,
        SOURCE: "${{ github.server_url }}/${{ github.repository }}",
        ...{ REVISION: "${{ github.sha }}", VERSION: version },
      },
    ],
    [
      "publish",
      "Verify the index and tags",
      {
        ...tokens,
        DIGEST: "${{ steps.index.outputs.digest }}",
        ...{ DIGESTS: digests, STARTED: started },
        PLATFORMS: "${{ matrix.platforms }}",
        VISIBILITY: "${{ matrix.visibility }}",
        RESULT: `${temporary}/\${{ matrix.key }}--\${{ github.run_attempt }}.json`,
      },
    ],
    ["attest", "Read the digest", { RESULTS: `${temporary}/results` }],
    [
      "report",
      "Report",
      {
        ...{ RESULTS: `${temporary}/results`, WITH: "${{ needs.check.outputs.with }}" },
        STARTED: "${{ needs.check.outputs.started }}",
        ATTEMPT: "${{ needs.check.outputs.attempt }}",
      },
    ],
  ]);
});

const scripts = allSteps(workflow).flatMap(({ run }) => (run === undefined ? [] : [run]));

it("scripts contain no expressions and stop at the first failure", () => {
  expect(scripts.length).toBe(18);
  for (const script of scripts) {
    expect(script).not.toContain("${{");
    expect(script).toMatch(/^set -euo pipefail\n/);
  }
});

withTools(["bash"], () => {
  it("bash can read each step", () => {
    for (const input of scripts) {
      const { status, stderr } = spawnSync("bash", ["-n"], { input, encoding: "utf8" });
      expect([status, stderr]).toEqual([0, ""]);
    }
  });
});

it("each action is pinned by its commit, with its version beside it", () => {
  const used = allSteps(workflow).flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
  for (const uses of used) expect(uses).toMatch(/^(actions|docker)\/[a-z-]+@[0-9a-f]{40}$/);
  const lines = text.split("\n").filter((line) => line.includes(" uses: "));
  expect(lines.length).toBe(used.length);
  const pinned = Object.values(actions).map(
    ({ name, commit, version }) => `uses: ${name}@${commit} # ${version}`,
  );
  for (const line of lines) expect(pinned).toContain(line.trim());
  const { checkout } = actions;
  expect(allSteps(workflow).filter(({ uses }) => uses?.startsWith(checkout.name))).toMatchObject([
    { with: { "persist-credentials": false } },
  ]);
});

function stepAfter(id: string, name: string): string | undefined {
  const { steps } = jobOf(workflow, id);
  return steps[steps.findIndex((step) => step.name === name) + 1]?.name;
}

it("a step of several jobs is written once", () => {
  const names = allSteps(workflow).map(({ name }) => name);
  for (const [name, times] of [
    ["Write the functions of the next steps", 5],
    ["Log in", 3],
    ["Record the start time", 3],
  ] as const) {
    expect(names.filter((each) => each === name).length).toBe(times);
    expect(text.split(`name: ${name}\n`).length).toBe(2);
  }
  // The step after it is the one that is timed.
  expect(stepAfter("check", "Record the start time")).toBe("Write the functions of the next steps");
  expect(stepAfter("build", "Record the start time")).toBe("Build");
  expect(stepAfter("publish", "Record the start time")).toBe("Create the index and tags");
  for (const { steps } of Object.values(workflow.jobs)) {
    const sourcing = steps.findIndex(({ run }) => run?.includes('source "$RUNNER_TEMP/'));
    const before = steps.slice(0, Math.max(sourcing, 0)).map(({ name }) => name);
    expect(before.includes("Write the functions of the next steps")).toBe(sourcing >= 0);
  }
});

it("another plan gives another file, and the same plan the same bytes", () => {
  const { images } = examplePlan;
  const again = { ...examplePlan, images: [...images].reverse() };
  expect(renderPublish(again)).toBe(text);
  expect(renderPlan({ branch: "trunk" })).not.toEqual(workflow);
});

it.each([
  ["update", "Written by", "the next update rewrites\n# this file."],
  ["pull request", "Written by", "the next update opens\n# a pull request with it."],
  ["hand", "Printed by", "and print it again:\n# npx pulumi-ghcr workflow hellocplusplus0/v7"],
] as const)("its first lines say how to change it if it is kept by %s", (keptBy, begins, ends) => {
  const [comment = ""] = renderPublish({ ...examplePlan, keptBy }).split("\n\n");
  expect(comment).toContain(`\n# ${begins} pulumi-ghcr from the settings of its stack.`);
  expect(comment.endsWith(ends)).toBe(true);
});
