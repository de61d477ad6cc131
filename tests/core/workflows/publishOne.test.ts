import { renderPublish, type PlannedImage, type PublishPlan } from "../../../core/workflows";
import { examplePlan } from "../../../core/workflows/example";
import { publishScript } from "../../../core/workflows/publishScript";
import { jobOf, renderPlan, stepOf } from "./reading";

const image: PlannedImage = {
  name: "v7/web",
  context: "web",
  tags: ["{{tag}}", "latest"],
  platforms: ["linux/amd64"],
};
const reference = "ghcr.io/hellocplusplus0/v7/web";
const plan: PublishPlan = { ...examplePlan, images: [image] };
const publishes = "github.event_name != 'pull_request'";

it.each<[string, Partial<PublishPlan>, number]>([
  ["with the defaults", { attest: false }, 280],
  ["of a public repository", { images: [{ ...image, visibility: "public" }] }, 300],
  ["for two platforms", { images: [{ ...image, platforms: ["linux/amd64", "linux/arm64"] }] }, 360],
])("the workflow of one image %s has few lines to review", (_what, changed, maximum) => {
  const lines = renderPublish({ ...plan, ...changed })
    .trimEnd()
    .split("\n");
  expect(lines.length).toBeLessThanOrEqual(maximum);
  // The known messages of ghcr.io are a table with a line for each.
  const long = lines.filter((line) => line.length > 180 && !/^ +\*'.*\) cause="/.test(line));
  expect(long).toEqual([]);
});

it("one image for one platform needs no index of several builds, so one job does it all", () => {
  const { jobs } = renderPlan(plan);
  expect(
    Object.entries(jobs).map(([id, { needs, permissions, if: condition }]) => [
      ...[id, needs, permissions, condition],
    ]),
  ).toEqual([
    ["check", undefined, { packages: "write" }, undefined],
    ["publish", ["check"], { contents: "read", packages: "write" }, undefined],
    ["attest", ["publish"], { "id-token": "write", attestations: "write" }, publishes],
  ]);
  const { steps, outputs } = jobOf(renderPlan(plan), "publish");
  expect(steps.map(({ name, if: condition }) => [name, condition])).toEqual([
    ["Check out", undefined],
    ["Log in", publishes],
    ["Set up BuildKit", undefined],
    ["Build", undefined],
    ["Read the image back", publishes],
  ]);
  const digest = "${{ steps.build.outputs.digest }}";
  expect(outputs).toEqual({ digests: `{"${reference}":"${digest}"}` });
  expect(stepOf(jobOf(renderPlan(plan), "attest"), "Attest").with).toEqual({
    "subject-name": reference,
    "subject-digest": `\${{ fromJSON(needs.publish.outputs.digests)['${reference}'] }}`,
  });
});

it("the build pushes the tags of the check, and links the package by annotations of the index", () => {
  const job = jobOf(renderPlan(plan), "publish");
  const describe = (prefix: string): string =>
    [
      `${prefix}.source=\${{ github.server_url }}/\${{ github.repository }}`,
      `${prefix}.revision=\${{ github.sha }}`,
      `\${{ github.ref_type == 'tag' && format('${prefix}.version={0}', github.ref_name) || '' }}`,
    ].join("\n");
  expect(stepOf(job, "Build").with).toMatchObject({
    context: "web",
    platforms: "linux/amd64",
    outputs: `type=image,oci-mediatypes=true,push=\${{ ${publishes} }}`,
    tags: "${{ needs.check.outputs.tags }}",
    annotations: describe("index:org.opencontainers.image"),
    labels: describe("org.opencontainers.image"),
    "cache-from": "type=gha,scope=v7-web--linux-amd64",
    // Without it, the result is no index, and an annotation of one would be rejected.
    provenance: "mode=max",
  });
  expect(stepOf(job, "Read the image back")).toMatchObject({
    env: {
      ...{ IMAGE: reference, PLATFORMS: "linux/amd64" },
      DIGEST: "${{ steps.build.outputs.digest }}",
      TAGS: "${{ needs.check.outputs.tags }}",
    },
    run: publishScript("verify", "summary"),
  });
});

it("compares the visibility only if the settings require one", () => {
  const workflow = renderPlan({ ...plan, images: [{ ...image, visibility: "private" }] });
  const step = stepOf(jobOf(workflow, "publish"), "Read the image back");
  expect(step.env?.VISIBILITY).toBe("private");
  expect(step.run).toBe(publishScript("verify", "visibility", "summary"));
});

it.each([
  ["linux/arm64", "ubuntu-24.04-arm", undefined],
  ["linux/riscv64", "ubuntu-24.04", "linux/riscv64"],
])("%s is built on %s, emulated: %s", (platform, runner, emulated) => {
  const job = jobOf(
    renderPlan({ ...plan, images: [{ ...image, platforms: [platform] }] }),
    "publish",
  );
  expect(job["runs-on"]).toBe(runner);
  const emulation = job.steps.find(({ name }) => name === "Set up emulation");
  expect([emulation?.with?.platforms, emulation?.if]).toEqual([emulated, undefined]);
});
