import { actions } from "../actions";
import type { Job, JobStep } from "../document";
import { attempt, escapeAllExpressions, isPublishing, source, temporaryPath } from "../expressions";
import type { KeyedImage, PublishPlan } from "../plan";
import { loginStep } from "./steps";

/** An image for one platform: literal values, or those of the matrix. */
export type Build = Readonly<Record<string, string>>;

export function buildsOf(images: readonly KeyedImage[]): readonly Build[] {
  return images.flatMap((image) => image.platforms.map((platform) => buildOf(image, platform)));
}

/** Builds each image for each platform, and pushes it by digest, without a tag. */
export function buildJob(plan: PublishPlan, builds: readonly Build[]): Job {
  const { build, include } = splitMatrix(builds);
  const { image = "", key = "", package: reference = "", platform = "", slug = "" } = build;
  const file = temporaryPath(`${slug}--${attempt}.json`);
  return {
    comment:
      "Builds each platform on a native runner if there is one, and pushes it by digest, without a tag.\n" +
      "A pull request only builds.",
    name: `Build ${image} for ${platform}`,
    needs: ["check"],
    runsOn: build.runner ?? "",
    timeoutMinutes: 120,
    permissions: { contents: "read", packages: "write" },
    include,
    steps: [
      ...buildSteps(plan, build, {
        outputs: `type=image,name=${reference},push-by-digest=true,name-canonical=true,${pushed}`,
      }),
      {
        name: "Save the digest",
        if: isPublishing,
        env: {
          BUILD: [
            `{"platform": "${platform}", "digest": "\${{ steps.build.outputs.digest }}",`,
            ` "attempt": ${attempt}}`,
          ].join(""),
          FILE: file,
        },
        run: 'echo "$BUILD" >"$FILE"',
      },
      {
        name: "Upload the digest",
        if: isPublishing,
        uses: actions.upload,
        with: {
          name: `digests-${key}--${slug}--${attempt}`,
          path: file,
          "if-no-files-found": "error",
        },
      },
    ],
  };
}

/**
 * The values that all builds share are written once, in the steps. The others are in the matrix, and
 * the steps have an expression for each.
 */
function splitMatrix(builds: readonly Build[]): {
  readonly build: Build;
  readonly include: readonly Build[];
} {
  const names = [...new Set(builds.flatMap((build) => Object.keys(build)))];
  const varying = names.filter((name) => new Set(builds.map((build) => build[name])).size > 1);
  const expressions = varying.map((name) => [name, `\${{ matrix.${name} }}`] as const);
  return {
    build: { ...builds[0], ...Object.fromEntries(expressions) },
    include: builds.map((build) =>
      Object.fromEntries(Object.entries(build).filter(([name]) => varying.includes(name))),
    ),
  };
}

/** Checks out, logs in, and builds. */
export function buildSteps(
  plan: PublishPlan,
  build: Build,
  push: NonNullable<JobStep["with"]>,
): readonly JobStep[] {
  const { emulated, dockerfile, target, contexts, buildArgs, key = "", slug = "" } = build;
  const scope = `type=gha,scope=${key}--${slug}`;
  return [
    { name: "Check out", uses: actions.checkout, with: { "persist-credentials": false } },
    loginStep(plan),
    ...(emulated === undefined ? [] : [emulationStep(emulated)]),
    {
      name: "Set up BuildKit",
      uses: actions.buildx,
      // No cache, because another run could have written a manipulated binary into it.
      with: { "cache-binary": false },
    },
    {
      name: "Build",
      id: "build",
      uses: actions.build,
      with: {
        context: build.context ?? "",
        ...(dockerfile === undefined ? {} : { file: dockerfile }),
        ...(target === undefined ? {} : { target }),
        ...(contexts === undefined ? {} : { "build-contexts": contexts }),
        ...(buildArgs === undefined ? {} : { "build-args": buildArgs }),
        platforms: build.platform ?? "",
        ...push,
        labels: describe("org.opencontainers.image"),
        "cache-from": scope,
        "cache-to": `${scope},mode=max,ignore-error=true`,
        provenance: "mode=max",
        sbom: true,
      },
    },
  ];
}

/** Whether and how an output is pushed. */
export const pushed = `oci-mediatypes=true,push=\${{ ${isPublishing} }}`;

/** Labels or annotations that link an image to its repository and commit. */
export function describe(prefix: string): string {
  return [
    `${prefix}.source=${source}`,
    `${prefix}.revision=\${{ github.sha }}`,
    // Without a tag the line is empty, and the action ignores it: no value is empty.
    `\${{ github.ref_type == 'tag' && format('${prefix}.version={0}', github.ref_name) || '' }}`,
  ].join("\n");
}

/** For processors without a GitHub runner. */
function emulationStep(platforms: string): JobStep {
  return {
    name: "Set up emulation",
    ...(platforms.startsWith("${{") ? { if: "matrix.emulated" } : {}),
    uses: actions.emulation,
    with: { platforms, "cache-image": false },
  };
}

/** Native runners; amd64 also runs 386 binaries. */
const runners: Readonly<Record<string, string>> = {
  "linux/386": "ubuntu-24.04",
  "linux/amd64": "ubuntu-24.04",
  "linux/arm64": "ubuntu-24.04-arm",
};

function buildOf(image: KeyedImage, platform: string): Build {
  const [system = "", processor = ""] = platform.split("/");
  const runner = runners[`${system}/${processor}`];
  const contexts = csvLines(image.contexts);
  const buildArgs = csvLines(image.buildArgs);
  const slug = platform.replaceAll("/", "-");
  return escapeAllExpressions({
    image: image.name,
    key: image.key,
    package: image.package,
    platform,
    slug,
    runner: runner ?? "ubuntu-24.04",
    ...(runner === undefined ? { emulated: platform } : {}),
    context: image.context,
    ...(image.dockerfile === undefined ? {} : { dockerfile: image.dockerfile }),
    ...(image.target === undefined ? {} : { target: image.target }),
    ...(contexts === "" ? {} : { contexts }),
    ...(buildArgs === "" ? {} : { buildArgs }),
  });
}

/** `name=value` lines in the action's CSV format. */
function csvLines(values: Readonly<Record<string, string>> = {}): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .map((line) => (/["\n\r]/.test(line) ? `"${line.replaceAll('"', '""')}"` : line))
    .join("\n");
}
