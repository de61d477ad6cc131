import { needsVersion, isHeldBack } from "../../tags/rules";
import type { Job } from "../document";
import { publishScript } from "../publishScript";
import { escapeExpressions, isPublishing, isScheduled } from "../expressions";
import type { KeyedImage, PublishPlan } from "../plan";
import { credentials } from "./steps";

/** Reports everything that would prevent publishing before anything is built. */
export function checkJob(plan: PublishPlan, images: readonly KeyedImage[]): Job {
  return {
    comment: "Stops the run before the build if a tag is not valid or the token may not push.",
    name: "Check",
    // If this job is skipped, the jobs that need it are skipped too.
    ...(plan.cleanup === undefined ? {} : { if: `!(${isScheduled})` }),
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 15,
    permissions: { packages: "write" },
    outputs: {
      tags: "${{ steps.tags.outputs.tags }}",
      with: "${{ steps.token.outputs.with }}",
    },
    steps: [
      {
        name: "Determine the tags",
        id: "tags",
        env: { RULES: escapeExpressions(images.map(ruleLines).join("\n")) },
        run: publishScript("tags"),
      },
      {
        name: "Check the token and the push permission",
        id: "token",
        if: isPublishing,
        env: credentials(plan),
        run: publishScript("check"),
      },
    ],
  };
}

/** A line for each rule: the image, the rule, and `stable` if a pre-release does not move its tag. */
function ruleLines({ package: reference, tags }: KeyedImage): string {
  const lines = tags.map((rule) => {
    const plain = rule.replace(/\{\{ ?([a-z]+) ?\}\}/g, "{{$1}}");
    return `${reference} ${plain}${needsVersion(tags) && isHeldBack(rule) ? " stable" : ""}`;
  });
  return [...new Set(lines)].join("\n");
}
