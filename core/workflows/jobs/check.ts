import type { Job } from "../document";
import { jobScript } from "../embed";
import { branch, isScheduled, literal, version } from "../expressions";
import type { KeyedImage, PublishPlan } from "../plan";
import { authenticate, credentials } from "./authenticate";
import { start, started } from "./start";

/** All that would stop the publishing is told before anything is built. */
export function check(plan: PublishPlan, images: readonly KeyedImage[]): Job {
  return {
    comment: "Everything that can be known before the build: a problem stops the run here.",
    name: "Check",
    // What waits for it is skipped with it.
    ...(plan.cleanup === undefined ? {} : { if: `!(${isScheduled})` }),
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 15,
    permissions: { packages: "write" },
    outputs: {
      tags: "${{ steps.tags.outputs.tags }}",
      with: "${{ steps.authenticate.outputs.with }}",
      started,
      attempt: "${{ steps.start.outputs.attempt }}",
    },
    env: { IMAGES: literal(imagesJson(images)) },
    steps: [
      start(),
      ...authenticate(plan),
      {
        name: "Tags",
        id: "tags",
        env: { VERSION: version, COMMIT: "${{ github.sha }}", BRANCH: branch },
        run: jobScript("tags"),
      },
      {
        name: "Token, names and rights",
        env: { ...credentials(plan), TAGS: "${{ steps.tags.outputs.tags }}" },
        run: jobScript("check"),
      },
    ],
  };
}

/** An image a line, so that a change shows as the line that it is. */
function imagesJson(images: readonly KeyedImage[]): string {
  const lines = images.map(({ name, tags }) => `  ${JSON.stringify({ name, tags })}`);
  return `[\n${lines.join(",\n")}\n]\n`;
}
