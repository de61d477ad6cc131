import { actions } from "../actions";
import type { Job, JobStep, Variables } from "../document";
import { publishScript, type Part } from "../publishScript";
import { attempt, escapeAllExpressions, isPublishing, temporaryPath } from "../expressions";
import type { KeyedImage, PublishPlan } from "../plan";
import { buildSteps, describe, pushed, type Build } from "./build";
import { loginStep, startTime } from "./steps";

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
      verifyStep([], visibility, {
        IMAGE: reference,
        DIGEST: "${{ steps.build.outputs.digest }}",
        PLATFORMS: platform,
        BUILD_STARTED: startTime,
      }),
    ],
  };
}

/** Creates one index of an image's platforms with its tags, and verifies it. */
export function publishJob(plan: PublishPlan, images: readonly KeyedImage[]): Job {
  const visibility = images.find((image) => image.visibility !== undefined)?.visibility;
  const result = temporaryPath(`\${{ matrix.key }}--${attempt}.json`);
  return {
    comment:
      "Creates one index for all platforms of an image, with its tags and the annotation that links\n" +
      "the package to this repository. Then verifies that the registry serves it.",
    name: "Publish ${{ matrix.image }}",
    needs: ["check", "build"],
    if: isPublishing,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 30,
    permissions: { packages: "write" },
    include: images.map(({ name, key, package: reference, platforms, visibility }) =>
      escapeAllExpressions({
        image: name,
        key,
        package: reference,
        platforms: platforms.join(),
        ...(visibility === undefined ? {} : { visibility }),
      }),
    ),
    steps: [
      {
        name: "Download the digests",
        uses: actions.download,
        with: {
          pattern: "digests-${{ matrix.key }}--*",
          "merge-multiple": true,
          path: temporaryPath("digests"),
        },
      },
      loginStep(plan),
      verifyStep(["index"], visibility && "${{ matrix.visibility }}", {
        IMAGE: "${{ matrix.package }}",
        PLATFORMS: "${{ matrix.platforms }}",
        RESULT: result,
      }),
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

function verifyStep(
  parts: readonly Part[],
  visibility: string | undefined,
  variables: Variables,
): JobStep {
  return {
    name: parts.length === 0 ? "Read the image back" : "Create the index and read it back",
    if: isPublishing,
    env: {
      ...variables,
      ...(visibility === undefined ? {} : { VISIBILITY: visibility }),
      TAGS: "${{ needs.check.outputs.tags }}",
      WITH: "${{ needs.check.outputs.with }}",
      STARTED: "${{ needs.check.outputs.started }}",
    },
    run: publishScript(
      ...parts,
      "verify",
      ...(visibility === undefined ? [] : (["visibility"] as const)),
      "summary",
      ...(parts.length === 0 ? [] : (["result"] as const)),
    ),
  };
}
