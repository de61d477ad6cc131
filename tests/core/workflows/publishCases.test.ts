import fc from "fast-check";
import { renderPublish, type PlannedImage, type PublishPlan } from "../../../core/workflows";
import { examplePlan } from "../../../core/workflows/example";
import {
  expandMatrix,
  jobOf,
  matrixOf,
  readWorkflow,
  renderPlan,
  stepOf,
  type ParsedJob,
} from "./reading";

const plain: PlannedImage = {
  name: "app",
  context: ".",
  tags: ["latest"],
  platforms: ["linux/amd64"],
};

function withImages(...images: readonly Partial<PlannedImage>[]): ReturnType<typeof renderPlan> {
  return renderPlan({ images: images.map((image) => ({ ...plain, ...image })) });
}

/** What the builds of these images get as input, in the order of the matrix. */
function buildInputs(
  ...images: readonly Partial<PlannedImage>[]
): readonly NonNullable<ParsedJob["steps"][number]["with"]>[] {
  const jobs = expandMatrix(jobOf(withImages(...images), "build"));
  return jobs.map((job) => stepOf(job, "Build").with ?? {});
}

it("a build has no unnecessary fields, and its matrix only the values that vary", () => {
  const build = jobOf(withImages({}, { name: "web" }), "build");
  expect(matrixOf(build)[0]).toEqual({
    ...{ image: "app", key: "app", package: "ghcr.io/hellocplusplus0/app" },
  });
  const inputs = Object.keys(stepOf(build, "Build").with ?? {});
  for (const absent of ["file", "target", "build-args", "build-contexts"]) {
    expect(inputs).not.toContain(absent);
  }
});

it("with the workflow's own token no secret is read", () => {
  const workflow = renderPlan({ authentication: "workflow-token" });
  expect(workflow.env.SECRET_NAME).toBe("GITHUB_TOKEN");
  expect(JSON.stringify(workflow)).not.toContain("${{ secrets.");
  const { env } = stepOf(jobOf(workflow, "check"), "Check the token and the push permission");
  expect(env?.TOKEN).toBe("${{ github.token }}");
  for (const id of ["build", "publish"]) {
    expect(stepOf(jobOf(workflow, id), "Log in").with?.password).toBe("${{ github.token }}");
  }
});

it("another secret is read by its name", () => {
  const workflow = renderPlan({ secretName: "PUBLISH_TOKEN" });
  expect(workflow.env.SECRET_NAME).toBe("PUBLISH_TOKEN");
  const read = JSON.stringify(workflow).match(/secrets\.\w+/g) ?? [];
  expect(new Set(read)).toEqual(new Set(["secrets.PUBLISH_TOKEN"]));
});

it("without an attestation, the file states the reason", () => {
  const text = renderPublish({ ...examplePlan, attest: false });
  const workflow = readWorkflow(text);
  expect(Object.keys(workflow.jobs)).toEqual(["check", "build", "publish", "report"]);
  expect(text).not.toMatch(/id-token|attestations: write|actions\/attest@/);
  const message = "No attestation: a private repository needs GitHub Enterprise Cloud for it.";
  expect(text).toContain(`# ${message}`);
  expect(renderPublish(examplePlan)).not.toContain(message);
});

it.each([
  ["linux/386", "ubuntu-24.04", undefined],
  ["linux/arm64/v8", "ubuntu-24.04-arm", undefined],
  ["linux/arm/v7", "ubuntu-24.04", "linux/arm/v7"],
  ["linux/riscv64", "ubuntu-24.04", "linux/riscv64"],
])("%s is built on %s, emulated: %s", (platform, runner, emulated) => {
  const build = jobOf(withImages({ platforms: ["linux/amd64", platform] }), "build");
  const [amd64, other] = matrixOf(build);
  expect(amd64).not.toHaveProperty("emulated");
  expect(other?.emulated).toBe(emulated);
  expect(expandMatrix(build).map((job) => job["runs-on"])).toEqual(["ubuntu-24.04", runner]);
  const names = build.steps.map(({ name }) => name);
  expect(names.includes("Set up emulation")).toBe(emulated !== undefined);
});

it("no platform means the runner's own, and a duplicate counts once", () => {
  const workflow = withImages(
    { name: "a", platforms: [] },
    { name: "b", platforms: ["linux/arm64", "linux/arm64"] },
  );
  const built = matrixOf(jobOf(workflow, "build")).map(({ image, platform }) => [image, platform]);
  expect(built).toEqual([
    ["a", "linux/amd64"],
    ["b", "linux/arm64"],
  ]);
});

it("no two images share an artifact or a cache, and none takes another's digests", () => {
  const names = ["v7/web", "v7-web", "v7-web-2", "v7.web", "v7", "v7/web-linux-amd64"];
  const workflow = withImages(...names.map((name) => ({ name })));
  const keys = matrixOf(jobOf(workflow, "publish")).map(({ key = "" }) => key);
  expect(new Set(keys).size).toBe(names.length);
  const artifacts = expandMatrix(jobOf(workflow, "build")).map(
    (job) => stepOf(job, "Upload the digest").with?.name as string,
  );
  for (const key of keys) {
    expect(artifacts.filter((name) => name.startsWith(`digests-${key}--`)).length).toBe(1);
  }
});

it("owner and image keep their capitals only where a registry does not see them", () => {
  const images = ["Civilx", "web"].map((name) => ({ ...plain, name }));
  const workflow = renderPlan({ owner: "F1bonacci66", images });
  expect(workflow.env.IMAGES).toBe("ghcr.io/f1bonacci66/civilx ghcr.io/f1bonacci66/web");
  expect(matrixOf(jobOf(workflow, "build"))).toMatchObject([
    { image: "Civilx", key: "civilx", package: "ghcr.io/f1bonacci66/civilx" },
    { image: "web" },
  ]);
});

it("a branch is a name, and no pattern", () => {
  const { on } = renderPlan({ branch: "release/c++!" });
  expect(on).toMatchObject({ push: { branches: ["release/c\\+\\+\\!"] } });
});

it.each<[string, Partial<PublishPlan>]>([
  ["GITHUB_TOKEN", { secretName: "GITHUB_TOKEN" }],
  ["A }} ${{ github.event.issue.title", { secretName: "A }} ${{ github.event.issue.title" }],
  ["at least one image", { images: [] }],
  ["part 'my app'", { images: [{ ...plain, name: "my app" }] }],
  ["has an empty part between slashes", { images: [{ ...plain, name: "v7//web" }] }],
  ["255", { images: [{ ...plain, name: "a".repeat(250) }] }],
  ["'{{verson}}', which is not a placeholder", { images: [{ ...plain, tags: ["{{verson}}"] }] }],
  ["the plan's tags: 'my tag' has ' '", { images: [{ ...plain, tags: ["latest", "my tag"] }] }],
  ["the plan's tags: '' is empty", { images: [{ ...plain, tags: [""] }] }],
])("rejects an invalid plan: %s", (message, changed) => {
  expect(() => renderPublish({ ...examplePlan, ...changed })).toThrow(message);
});

/** Values that YAML, expressions or CSV might misread. */
const hostile = fc.oneof(
  fc.string(),
  fc.constantFrom("${{ secrets.GHCR_TOKEN }}", "on", "012", "1e3", "null", "# a", "a: b", "- a"),
  fc
    .array(fc.constantFrom("${{", "}}", '"', "'", "\\", "\n", ",", "#", ": ", "a", " "))
    .map((parts) => parts.join("")),
);

/** A text of the file after GitHub has evaluated its expressions. */
function evaluateText(text: string): string {
  expect(text.replaceAll("${{ '${{' }}", "")).not.toContain("${{");
  return text.replaceAll("${{ '${{' }}", "${{");
}

it("whatever a setting holds is what the build gets, and no expression", () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, (context, dockerfile, target) => {
      const [input = {}] = buildInputs({ context, dockerfile, target }, { name: "web" });
      const got = [input.context, input.file, input.target].map((text) =>
        evaluateText(text as string),
      );
      expect(got).toEqual([context, dockerfile, target]);
    }),
    { examples: [["", "", " \n"]] },
  );
});

it.each([
  ["a build argument in a line", { B: "2", A: "1" }, "A=1\nB=2"],
  ["commas and hashes", { A: "1,2 #3" }, "A=1,2 #3"],
  ["quotes", { A: 'say "a,b"' }, '"A=say ""a,b"""'],
  ["more than one line", { A: "1\n2" }, '"A=1\n2"'],
])("%s is written as the action reads it", (_what, buildArgs, written) => {
  const [input, other] = buildInputs({ buildArgs, contexts: buildArgs }, { name: "web" });
  expect(input).toMatchObject({ "build-args": written, "build-contexts": written });
  expect(other).toMatchObject({ "build-args": "", "build-contexts": "" });
});

it("tags come to the check as they are written, with those that a pre-release does not move", () => {
  const { env } = stepOf(
    jobOf(
      withImages({ tags: ["{{ version }}", "{{major}}", "sha-{{commit}}", "latest"] }),
      "check",
    ),
    "Determine the tags",
  );
  const rules = ["{{version}}", "{{major}} stable", "sha-{{commit}}", "latest stable"];
  expect(env?.RULES).toBe(rules.map((rule) => `ghcr.io/hellocplusplus0/app ${rule}`).join("\n"));
});
