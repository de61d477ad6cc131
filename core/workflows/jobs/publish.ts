import { actions } from "../actions";
import type { Job } from "../document";
import { jobScript } from "../embed";
import {
  attempt,
  escapeAllExpressions,
  isPublishing,
  source,
  temporaryPath,
  version,
} from "../expressions";
import type { KeyedImage, PublishPlan } from "../plan";
import { loginSteps, credentials } from "./authenticate";
import { startStep, startTime } from "./start";

/** Creates one index of an image's platforms with its tags, and verifies it. */
export function publishJob(plan: PublishPlan, images: readonly KeyedImage[]): Job {
  const digests = temporaryPath("digests");
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
    include: images.map(({ name, key, package: reference, platforms, visibility = "" }) =>
      escapeAllExpressions({
        image: name,
        key,
        package: reference,
        platforms: platforms.join(),
        visibility,
      }),
    ),
    env: {
      IMAGE: "${{ matrix.package }}",
      NAME: "${{ matrix.image }}",
      TAGS: "${{ needs.check.outputs.tags }}",
    },
    steps: [
      {
        name: "Download the digests",
        uses: actions.download,
        with: {
          pattern: "digests-${{ matrix.key }}--*",
          "merge-multiple": true,
          path: digests,
        },
      },
      ...loginSteps(plan),
      startStep(),
      {
        name: "Create the index and tags",
        id: "index",
        env: {
          ...credentials(plan),
          DIGESTS: digests,
          SOURCE: source,
          REVISION: "${{ github.sha }}",
          VERSION: version,
        },
        run: jobScript("index"),
      },
      {
        name: "Verify the index and tags",
        env: {
          ...credentials(plan),
          DIGEST: "${{ steps.index.outputs.digest }}",
          DIGESTS: digests,
          STARTED: startTime,
          PLATFORMS: "${{ matrix.platforms }}",
          VISIBILITY: "${{ matrix.visibility }}",
          RESULT: result,
        },
        run: jobScript("readBack"),
      },
      {
        name: "Upload the result",
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
