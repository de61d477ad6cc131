import type { Job } from "../document";
import { jobScript } from "../embed";
import { branch, isScheduled, escapeExpressions, version } from "../expressions";
import type { KeyedImage, PublishPlan } from "../plan";
import { loginSteps, credentials } from "./authenticate";
import { startStep, startTime } from "./start";

/** Reports everything that would prevent publishing before anything is built. */
export function checkJob(plan: PublishPlan, images: readonly KeyedImage[]): Job {
  return {
    comment:
      "Checks everything that can be checked before the build. A problem stops the run here.",
    name: "Check",
    // If this job is skipped, the jobs that need it are skipped too.
    ...(plan.cleanup === undefined ? {} : { if: `!(${isScheduled})` }),
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 15,
    permissions: { packages: "write" },
    outputs: {
      tags: "${{ steps.tags.outputs.tags }}",
      with: "${{ steps.authenticate.outputs.with }}",
      started: startTime,
      attempt: "${{ steps.start.outputs.attempt }}",
    },
    env: { IMAGES: escapeExpressions(imagesJson(images)) },
    steps: [
      startStep(),
      ...loginSteps(plan),
      {
        name: "Determine the tags",
        id: "tags",
        env: { VERSION: version, COMMIT: "${{ github.sha }}", BRANCH: branch },
        run: jobScript("tags"),
      },
      {
        name: "Check the token, names and permissions",
        env: { ...credentials(plan), TAGS: "${{ steps.tags.outputs.tags }}" },
        run: jobScript("check"),
      },
    ],
  };
}

/** One image per line, for readable diffs. */
function imagesJson(images: readonly KeyedImage[]): string {
  const lines = images.map(({ name, tags }) => `  ${JSON.stringify({ name, tags })}`);
  return `[\n${lines.join(",\n")}\n]\n`;
}
