import { actions } from "../actions";
import type { Job, JobStep, Variables } from "../document";
import { publishScript, type Part } from "../publishScript";
import { attempt, escapeExpressions, isPublishing, temporaryPath } from "../expressions";
import type { KeyedImage, PublishPlan } from "../plan";
import { buildSteps, describe, pushed, type Build } from "./build";
import { loginStep } from "./steps";

/** Builds and publishes the only image, for its only platform, in one job. */
export function buildAndPublishJob(
  plan: PublishPlan,
  { visibility }: KeyedImage,
  build: Build,
): Job {
  const { image = "", package: reference = "", platform = "", runner = "" } = build;
  return {
    comment:
      "Builds the image, pushes it with its tags, and reads it back. A pull request only builds.",
    name: `Publish ${image}`,
    needs: ["check"],
    runsOn: runner,
    timeoutMinutes: 120,
    permissions: { contents: "read", packages: "write" },
    outputs: { digests: `{"${reference}":"\${{ steps.build.outputs.digest }}"}` },
    steps: [
      ...buildSteps(plan, build, {
        outputs: `type=image,${pushed}`,
        tags: "${{ needs.check.outputs.tags }}",
        annotations: describe("index:org.opencontainers.image"),
      }),
      {
        name: "Read the image back",
        if: isPublishing,
        ...verification(visibility, {
          IMAGE: reference,
          DIGEST: "${{ steps.build.outputs.digest }}",
          PLATFORMS: platform,
        }),
      },
    ],
  };
}

/** Creates one index of the only image's platforms with its tags, and verifies it. */
export function publishOnlyImageJob(plan: PublishPlan, image: KeyedImage): Job {
  const values = valuesOf(image);
  return {
    ...indexJob,
    name: `Publish ${values.image}`,
    outputs: { digests: `{"${values.package}":"\${{ steps.publish.outputs.digest }}"}` },
    steps: indexSteps(plan, values),
  };
}

/** Does the same for each of several images. Each hands its result to the job that reports all. */
export function publishEachImageJob(plan: PublishPlan, images: readonly KeyedImage[]): Job {
  const result = temporaryPath(`\${{ matrix.key }}--${attempt}.json`);
  const values: IndexValues = {
    image: "${{ matrix.image }}",
    key: "${{ matrix.key }}",
    package: "${{ matrix.package }}",
    platforms: "${{ matrix.platforms }}",
    ...(images.some(({ visibility }) => visibility !== undefined)
      ? { visibility: "${{ matrix.visibility }}" }
      : {}),
  };
  return {
    ...indexJob,
    name: `Publish ${values.image}`,
    include: images.map(valuesOf),
    steps: [
      ...indexSteps(plan, values, result),
      {
        name: "Upload the digest",
        uses: actions.upload,
        with: {
          name: `result-\${{ matrix.key }}--${attempt}`,
          path: result,
          "if-no-files-found": "error",
        },
      },
    ],
  };
}

const indexJob = {
  comment:
    "Creates one index for all platforms of an image, with its tags and the annotation that links\n" +
    "the package to this repository. Then verifies that the registry serves it.",
  needs: ["check", "build"],
  if: isPublishing,
  runsOn: "ubuntu-24.04",
  timeoutMinutes: 30,
  permissions: { packages: "write" },
} as const satisfies Partial<Job>;

/** An image for its index: literal values, or those of the matrix. */
type IndexValues = Readonly<Record<"image" | "key" | "package" | "platforms", string>> & {
  readonly visibility?: string;
};

function valuesOf({ name, key, package: reference, platforms, visibility }: KeyedImage) {
  return {
    image: escapeExpressions(name),
    key: escapeExpressions(key),
    package: escapeExpressions(reference),
    platforms: escapeExpressions(platforms.join()),
    ...(visibility === undefined ? {} : { visibility }),
  } satisfies IndexValues;
}

/** `result` is the file for the result, if another job reads it. */
function indexSteps(
  plan: PublishPlan,
  { key, package: reference, platforms, visibility }: IndexValues,
  result?: string,
): readonly JobStep[] {
  return [
    {
      name: "Download the digests",
      uses: actions.download,
      with: {
        pattern: `digests-${key}--*`,
        "merge-multiple": true,
        path: temporaryPath("digests"),
      },
    },
    loginStep(plan),
    {
      name: "Create the index and read it back",
      id: "publish",
      ...verification(
        visibility,
        {
          IMAGE: reference,
          PLATFORMS: platforms,
          ...(result === undefined ? {} : { RESULT: result }),
        },
        ["index"],
        result === undefined ? [] : ["result"],
      ),
    },
  ];
}

/** Reads what was pushed back, between the parts of the step that come `before` and `after`. */
function verification(
  visibility: string | undefined,
  variables: Variables,
  before: readonly Part[] = [],
  after: readonly Part[] = [],
): Pick<JobStep, "env" | "run"> {
  return {
    env: {
      ...variables,
      ...(visibility === undefined ? {} : { VISIBILITY: visibility }),
      TAGS: "${{ needs.check.outputs.tags }}",
      WITH: "${{ needs.check.outputs.with }}",
    },
    run: publishScript(
      ...before,
      "verify",
      ...(visibility === undefined ? [] : (["visibility"] as const)),
      "summary",
      ...after,
    ),
  };
}
