import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderPublish } from "../../../core/workflows";
import { actions } from "../../../core/workflows/actions";
import { examplePlan } from "../../../core/workflows/example";
import { publishScript } from "../../../core/workflows/publishScript";
import { allSteps, jobOf, matrixOf, readWorkflow, renderPlan, stepOf } from "./reading";
import { withTools } from "./steps/tools";

const text = readFileSync(join(__dirname, "..", "..", "..", "docs", "publish.yml"), "utf8");
const workflow = readWorkflow(text);
const publishes = "github.event_name != 'pull_request'";
const temporary = "${{ runner.temp }}";

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
});

it("its jobs run in order with minimal permissions", () => {
  const jobs = Object.entries(workflow.jobs).map(([id, { needs, permissions }]) => [
    id,
    needs,
    permissions,
  ]);
  expect(workflow.permissions).toEqual({});
  expect(jobs).toEqual([
    ["check", undefined, { packages: "write" }],
    ["build", ["check"], { contents: "read", packages: "write" }],
    ["publish", ["check", "build"], { packages: "write" }],
    ["report", ["publish"], {}],
    ["attest", ["report"], { "id-token": "write", attestations: "write" }],
  ]);
});

it("a pull request only determines the tags and builds", () => {
  const running = Object.values(workflow.jobs).flatMap((job) =>
    job.if === undefined ? job.steps : (expect(job.if).toBe(publishes), []),
  );
  const ofPullRequests = running.filter((step) => step.if !== publishes).map(({ name }) => name);
  expect(ofPullRequests).toEqual([
    "Determine the tags",
    ...["Check out", "Set up BuildKit", "Build"],
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

it("docker logs in with the token that the check chose", () => {
  for (const id of ["build", "publish"]) {
    expect(stepOf(jobOf(workflow, id), "Log in")).toMatchObject({
      if: publishes,
      with: {
        registry: "ghcr.io",
        username: "${{ github.actor }}",
        password:
          "${{ needs.check.outputs.with == 'GHCR_TOKEN' && secrets.GHCR_TOKEN || github.token }}",
      },
    });
  }
});

it("each image is published with its own platforms and visibility", () => {
  const platforms = "linux/amd64,linux/arm64";
  expect(matrixOf(jobOf(workflow, "publish"))).toEqual(
    ["backend", "web"].map((name) => ({
      ...{ image: `v7/${name}`, key: `v7-${name}` },
      ...{ package: `ghcr.io/hellocplusplus0/v7/${name}`, platforms, visibility: "public" },
    })),
  );
});

it("the artifacts that a job uploads are those that the next one downloads", () => {
  const [build, publish] = [jobOf(workflow, "build"), jobOf(workflow, "publish")];
  const [attest, report] = [jobOf(workflow, "attest"), jobOf(workflow, "report")];
  expect(stepOf(build, "Upload the digest").with).toEqual({
    name: "digests-${{ matrix.key }}--${{ matrix.slug }}--${{ github.run_attempt }}",
    path: stepOf(build, "Save the digest").env?.FILE,
    "if-no-files-found": "error",
  });
  expect(stepOf(publish, "Download the digests").with).toEqual({
    pattern: "digests-${{ matrix.key }}--*",
    "merge-multiple": true,
    path: `${temporary}/digests`,
  });
  expect(stepOf(publish, "Upload the digest").with).toMatchObject({
    name: "result-${{ matrix.key }}--${{ github.run_attempt }}",
    path: stepOf(publish, "Create the index and read it back").env?.RESULT,
  });
  expect(stepOf(report, "Download the digests").with).toEqual({
    pattern: "result-*",
    "merge-multiple": true,
    path: `${temporary}/results`,
  });
  expect(jobOf(workflow, "check").outputs).toEqual({
    tags: "${{ steps.tags.outputs.tags }}",
    with: "${{ steps.token.outputs.with }}",
  });
  expect(report.outputs).toEqual({ digests: "${{ steps.report.outputs.digests }}" });
  expect(stepOf(attest, "Attest").with).toEqual({
    "subject-name": "${{ matrix.package }}",
    "subject-digest": "${{ steps.read.outputs.digest }}",
  });
});

it("each shell step gets only the variables that it needs", () => {
  const checked = (name: string): string => `\${{ needs.check.outputs.${name} }}`;
  expect(workflow.env).toEqual({
    REGISTRY_URL: "https://ghcr.io",
    IMAGES: "ghcr.io/hellocplusplus0/v7/backend ghcr.io/hellocplusplus0/v7/web",
    SECRET_NAME: "GHCR_TOKEN",
  });
  const variables = Object.entries(workflow.jobs).flatMap(([id, { steps }]) =>
    steps.flatMap(({ name, env }) => (env === undefined ? [] : [[id, name, env]])),
  );
  expect(variables).toEqual([
    [
      "check",
      "Determine the tags",
      {
        RULES: ["backend", "web"]
          .map((name) => `ghcr.io/hellocplusplus0/v7/${name}`)
          .flatMap((image) => [`${image} {{tag}}`, `${image} latest stable`])
          .join("\n"),
      },
    ],
    [
      "check",
      "Check the token and the push permission",
      { TOKEN: "${{ secrets.GHCR_TOKEN }}", WORKFLOW_TOKEN: "${{ github.token }}" },
    ],
    [
      "build",
      "Save the digest",
      {
        BUILD:
          '{"platform": "${{ matrix.platform }}", "digest": "${{ steps.build.outputs.digest }}", ' +
          '"attempt": ${{ github.run_attempt }}}',
        FILE: `${temporary}/\${{ matrix.slug }}--\${{ github.run_attempt }}.json`,
      },
    ],
    [
      "publish",
      "Create the index and read it back",
      {
        IMAGE: "${{ matrix.package }}",
        PLATFORMS: "${{ matrix.platforms }}",
        RESULT: `${temporary}/\${{ matrix.key }}--\${{ github.run_attempt }}.json`,
        VISIBILITY: "${{ matrix.visibility }}",
        ...{ TAGS: checked("tags"), WITH: checked("with") },
      },
    ],
    [
      "attest",
      "Read the digest",
      { IMAGE: "${{ matrix.package }}", DIGESTS: "${{ needs.report.outputs.digests }}" },
    ],
  ]);
});

const scripts = allSteps(workflow).flatMap(({ run }) => (run?.includes("\n") ? [run] : []));

it("the scripts are those that the tests of the steps run", () => {
  expect(scripts.slice(0, 2)).toEqual([publishScript("tags"), publishScript("check")]);
  expect(scripts.slice(-3)).toEqual([
    publishScript("index", "verify", "visibility", "summary", "result"),
    publishScript("report"),
    publishScript("digest"),
  ]);
});

it("scripts contain no expressions and stop at the first failure", () => {
  for (const { run = "" } of allSteps(workflow)) expect(run).not.toContain("${{");
  const long = scripts.filter((script) => script.trim().includes("\n"));
  expect(long.length).toBe(5);
  for (const script of long) expect(script).toMatch(/^set -euo pipefail\n/);
});

withTools(["bash"], () => {
  it("bash can read each step", () => {
    for (const { run: input = "" } of allSteps(workflow)) {
      const { status, stderr } = spawnSync("bash", ["-n"], { input, encoding: "utf8" });
      expect([status, stderr]).toEqual([0, ""]);
    }
  });
});

it("each action is pinned by its commit, with its version beside it", () => {
  const used = allSteps(workflow).flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
  for (const uses of used) expect(uses).toMatch(/^(actions|docker)\/[a-z-]+@[0-9a-f]{40}$/);
  const lines = text.split("\n").filter((line) => line.includes(" uses: "));
  // The login is written once, for two jobs.
  expect(lines.length).toBe(used.length - 1);
  const pinned = Object.values(actions).map(
    ({ name, commit, version }) => `uses: ${name}@${commit} # ${version}`,
  );
  for (const line of lines) expect(pinned).toContain(line.trim());
  const { checkout } = actions;
  expect(allSteps(workflow).filter(({ uses }) => uses?.startsWith(checkout.name))).toMatchObject([
    { with: { "persist-credentials": false } },
  ]);
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
