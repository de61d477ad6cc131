import { actions } from "../actions";
import type { Job, JobStep } from "../document";
import { jobScript } from "../embed";
import { attempt, escapeAllExpressions, isPublishing, source, temporaryPath } from "../expressions";
import type { KeyedImage, PublishPlan } from "../plan";
import { loginSteps } from "./authenticate";
import { startStep, startTime } from "./start";

/** An entry of the build matrix: an image for one platform. */
type MatrixEntry = Readonly<Record<string, string>>;

/** Builds each image for each platform, and pushes it by digest, without a tag. */
export function buildJob(plan: PublishPlan, images: readonly KeyedImage[]): Job {
  const include = images.flatMap((image) =>
    image.platforms.map((platform) => matrixEntry(image, platform)),
  );
  return {
    comment:
      "Builds each platform on a native runner if there is one, and pushes it by digest, without a tag.\n" +
      "A pull request only builds.",
    name: "Build ${{ matrix.image }} for ${{ matrix.platform }}",
    needs: ["check"],
    runsOn: "${{ matrix.runner }}",
    timeoutMinutes: 120,
    permissions: { contents: "read", packages: "write" },
    include,
    steps: [
      { name: "Check out", uses: actions.checkout, with: { "persist-credentials": false } },
      ...loginSteps(plan),
      ...(include.some(({ emulated }) => emulated !== undefined) ? [emulation] : []),
      {
        name: "Set up BuildKit",
        uses: actions.buildx,
        // No cache, because another run could have written a manipulated binary into it.
        with: { "cache-binary": false },
      },
      startStep(),
      {
        name: "Build",
        id: "build",
        uses: actions.build,
        with: buildInputs(include),
      },
      {
        name: "Save the digest",
        if: isPublishing,
        env: {
          DIGEST: "${{ steps.build.outputs.digest }}",
          DIGESTS: temporaryPath("digests"),
          PLATFORM: "${{ matrix.platform }}",
          STARTED: startTime,
        },
        run: jobScript("keepDigest"),
      },
      {
        name: "Upload the digest",
        if: isPublishing,
        uses: actions.upload,
        with: {
          name: `digests-\${{ matrix.key }}--\${{ matrix.slug }}--${attempt}`,
          path: temporaryPath("digests/*"),
          "if-no-files-found": "error",
        },
      },
    ],
  };
}

/** For processors without a GitHub runner. */
const emulation: JobStep = {
  name: "Set up emulation",
  if: "matrix.emulated",
  uses: actions.emulation,
  with: { platforms: "${{ matrix.emulated }}", "cache-image": false },
};

/** Native runners; amd64 also runs 386 binaries. */
const runners: Readonly<Record<string, string>> = {
  "linux/386": "ubuntu-24.04",
  "linux/amd64": "ubuntu-24.04",
  "linux/arm64": "ubuntu-24.04-arm",
};

function matrixEntry(image: KeyedImage, platform: string): MatrixEntry {
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

function buildInputs(include: readonly MatrixEntry[]): NonNullable<JobStep["with"]> {
  const isUsed = (name: string): boolean => include.some((each) => each[name] !== undefined);
  const matrix = (name: string): string => `\${{ matrix.${name} }}`;
  const scope = "scope=${{ matrix.key }}--${{ matrix.slug }}";
  return {
    context: matrix("context"),
    ...(isUsed("dockerfile") ? { file: matrix("dockerfile") } : {}),
    ...(isUsed("target") ? { target: matrix("target") } : {}),
    ...(isUsed("contexts") ? { "build-contexts": matrix("contexts") } : {}),
    ...(isUsed("buildArgs") ? { "build-args": matrix("buildArgs") } : {}),
    platforms: matrix("platform"),
    outputs:
      "type=image,name=${{ matrix.package }},push-by-digest=true,name-canonical=true," +
      `oci-mediatypes=true,push=\${{ ${isPublishing} }}`,
    labels: [
      `org.opencontainers.image.source=${source}`,
      "org.opencontainers.image.revision=${{ github.sha }}",
      // Without a tag the line is empty, and the action ignores it: there is no label with an empty value.
      "${{ github.ref_type == 'tag' && format('org.opencontainers.image.version={0}', github.ref_name) || '' }}",
    ].join("\n"),
    "cache-from": `type=gha,${scope}`,
    "cache-to": `type=gha,${scope},mode=max,ignore-error=true`,
    provenance: "mode=max",
    sbom: true,
  };
}

/** `name=value` lines in the action's CSV format. */
function csvLines(values: Readonly<Record<string, string>> = {}): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .map((line) => (/["\n\r]/.test(line) ? `"${line.replaceAll('"', '""')}"` : line))
    .join("\n");
}
