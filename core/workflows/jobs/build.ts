import { actions } from "../actions";
import type { Job, JobStep } from "../document";
import { jobScript } from "../embed";
import { attempt, literals, publishes, source, temporary } from "../expressions";
import type { KeyedImage, PublishPlan } from "../plan";
import { authenticate } from "./authenticate";
import { start, started } from "./start";

/** One build of the matrix: an image for one platform. */
type Entry = Readonly<Record<string, string>>;

/** Builds each image for each platform, and pushes it under its digest alone. */
export function build(plan: PublishPlan, images: readonly KeyedImage[]): Job {
  const include = images.flatMap((image) =>
    image.platforms.map((platform) => entry(image, platform)),
  );
  return {
    comment:
      "Each platform on a machine of its own kind. What is pushed has no tag yet, only a digest.\n" +
      "A pull request builds and pushes nothing.",
    name: "Build ${{ matrix.image }} for ${{ matrix.platform }}",
    needs: ["check"],
    runsOn: "${{ matrix.runner }}",
    timeoutMinutes: 120,
    permissions: { contents: "read", packages: "write" },
    include,
    steps: [
      { name: "Check out", uses: actions.checkout, with: { "persist-credentials": false } },
      ...authenticate(plan),
      ...(include.some(({ emulated }) => emulated !== undefined) ? [emulation] : []),
      {
        name: "Set up BuildKit",
        uses: actions.buildx,
        // What is published is built by what was downloaded, and not by what a cache held.
        with: { "cache-binary": false },
      },
      start(),
      {
        name: "Build",
        id: "build",
        uses: actions.build,
        with: buildInputs(include),
      },
      {
        name: "Keep the digest",
        if: publishes,
        env: {
          DIGEST: "${{ steps.build.outputs.digest }}",
          DIGESTS: temporary("digests"),
          PLATFORM: "${{ matrix.platform }}",
          STARTED: started,
        },
        run: jobScript("keepDigest"),
      },
      {
        name: "Hand the digest on",
        if: publishes,
        uses: actions.upload,
        with: {
          name: `digests-\${{ matrix.key }}--\${{ matrix.slug }}--${attempt}`,
          path: temporary("digests/*"),
          "if-no-files-found": "error",
        },
      },
    ],
  };
}

/** Only for processors that GitHub has no machine for. */
const emulation: JobStep = {
  name: "Set up emulation",
  if: "matrix.emulated",
  uses: actions.emulation,
  with: { platforms: "${{ matrix.emulated }}", "cache-image": false },
};

/** Machines of a processor's own kind; an amd64 runs what is built for a 386, too. */
const runners: Readonly<Record<string, string>> = {
  "linux/386": "ubuntu-24.04",
  "linux/amd64": "ubuntu-24.04",
  "linux/arm64": "ubuntu-24.04-arm",
};

function entry(image: KeyedImage, platform: string): Entry {
  const [system = "", processor = ""] = platform.split("/");
  const runner = runners[`${system}/${processor}`];
  const contexts = lines(image.contexts);
  const buildArgs = lines(image.buildArgs);
  const slug = platform.replaceAll("/", "-");
  return literals({
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

function buildInputs(include: readonly Entry[]): NonNullable<JobStep["with"]> {
  const has = (name: string): boolean => include.some((each) => each[name] !== undefined);
  const matrix = (name: string): string => `\${{ matrix.${name} }}`;
  const scope = "scope=${{ matrix.key }}--${{ matrix.slug }}";
  return {
    context: matrix("context"),
    ...(has("dockerfile") ? { file: matrix("dockerfile") } : {}),
    ...(has("target") ? { target: matrix("target") } : {}),
    ...(has("contexts") ? { "build-contexts": matrix("contexts") } : {}),
    ...(has("buildArgs") ? { "build-args": matrix("buildArgs") } : {}),
    platforms: matrix("platform"),
    outputs:
      "type=image,name=${{ matrix.package }},push-by-digest=true,name-canonical=true," +
      `oci-mediatypes=true,push=\${{ ${publishes} }}`,
    labels: [
      `org.opencontainers.image.source=${source}`,
      "org.opencontainers.image.revision=${{ github.sha }}",
      // A label without a value would say that it has none: the action passes over an empty line.
      "${{ github.ref_type == 'tag' && format('org.opencontainers.image.version={0}', github.ref_name) || '' }}",
    ].join("\n"),
    "cache-from": `type=gha,${scope}`,
    "cache-to": `type=gha,${scope},mode=max,ignore-error=true`,
    provenance: "mode=max",
    sbom: true,
  };
}

/** `name=value` in lines, as the action reads them: by the rules of CSV. */
function lines(values: Readonly<Record<string, string>> = {}): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .map((line) => (/["\n\r]/.test(line) ? `"${line.replaceAll('"', '""')}"` : line))
    .join("\n");
}
