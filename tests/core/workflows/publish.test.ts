import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderPublish } from "../../../core/workflows";
import { actions } from "../../../core/workflows/actions";
import { examplePlan } from "../../../core/workflows/example";
import { publishScript } from "../../../core/workflows/publishScript";
import { allSteps, jobOf, matrixOf, readWorkflow, renderPlan, stepOf } from "./reading";

const text = readFileSync(join(__dirname, "..", "..", "..", "docs", "publish.yml"), "utf8");
const workflow = readWorkflow(text);
const publishes = "github.event_name != 'pull_request'";

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

it("only the check and the logins get the secret, docker with the token that the check chose", () => {
  const readers = Object.entries(workflow.jobs).flatMap(([id, { steps }]) =>
    steps.flatMap((step) => (JSON.stringify(step).includes("secrets.") ? [[id, step.name]] : [])),
  );
  expect(readers).toEqual([
    ["check", "Check the token and the push permission"],
    ["build", "Log in"],
    ["publish", "Log in"],
  ]);
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
