import { actions } from "../actions";
import type { Job } from "../document";
import { jobScript } from "../embed";
import { attempt, literals, publishes, source, temporary, version } from "../expressions";
import type { KeyedImage, PublishPlan } from "../plan";
import { authenticate, credentials } from "./authenticate";
import { start, started } from "./start";

/** Makes of an image's platforms one index with its tags, and reads back what is there then. */
export function publish(plan: PublishPlan, images: readonly KeyedImage[]): Job {
  const digests = temporary("digests");
  const result = temporary(`\${{ matrix.key }}--${attempt}.json`);
  return {
    comment:
      "One index for all platforms of an image, with its tags and with the annotation that links the\n" +
      "package to this repository. Then it is read back.",
    name: "Publish ${{ matrix.image }}",
    needs: ["check", "build"],
    if: publishes,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 30,
    permissions: { packages: "write" },
    include: images.map(({ name, key, package: whole, platforms, visibility = "" }) =>
      literals({ image: name, key, package: whole, platforms: platforms.join(), visibility }),
    ),
    env: {
      IMAGE: "${{ matrix.package }}",
      NAME: "${{ matrix.image }}",
      TAGS: "${{ needs.check.outputs.tags }}",
    },
    steps: [
      {
        name: "Get the digests",
        uses: actions.download,
        with: {
          pattern: "digests-${{ matrix.key }}--*",
          "merge-multiple": true,
          path: digests,
        },
      },
      ...authenticate(plan),
      start(),
      {
        name: "Index and tags",
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
        name: "Read back",
        env: {
          ...credentials(plan),
          DIGEST: "${{ steps.index.outputs.digest }}",
          DIGESTS: digests,
          STARTED: started,
          PLATFORMS: "${{ matrix.platforms }}",
          VISIBILITY: "${{ matrix.visibility }}",
          RESULT: result,
        },
        run: jobScript("readBack"),
      },
      {
        name: "Hand the result on",
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
