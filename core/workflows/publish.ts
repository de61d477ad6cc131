import { printWorkflow, type Job } from "./document";
import { branchPattern, isScheduled, escapeExpressions } from "./expressions";
import { attestJob } from "./jobs/attest";
import { buildJob } from "./jobs/build";
import { checkJob } from "./jobs/check";
import { publishJob } from "./jobs/publish";
import { reportJob } from "./jobs/report";
import { cleanupJob } from "./jobs/cleanup";
import { checkPlan, keyedImages, type PublishPlan } from "./plan";

/** `.github/workflows/publish.yml`. The same plan always gives the same bytes. */
export function renderPublish(plan: PublishPlan): string {
  checkPlan(plan);
  const images = keyedImages(plan);
  const { owner, repository, registry, branch, secretName, authentication } = plan;
  const jobs: Record<string, Job> = {
    check: checkJob(plan, images),
    build: buildJob(plan, images),
    publish: publishJob(plan, images),
    ...(plan.attest ? { attest: attestJob(images) } : {}),
    report: reportJob(plan),
    ...(plan.cleanup === undefined ? {} : { cleanup: cleanupJob(plan, images, plan.cleanup) }),
  };
  return printWorkflow({
    comment: `Publishes the images of ${owner}/${repository} to ${registry}.\n${origin(plan)}`,
    name: "Publish",
    on: {
      push: { branches: [branchPattern(branch)], tags: ["v*"] },
      pull_request: { branches: [branchPattern(branch)] },
      ...(plan.cleanup === undefined ? {} : { schedule: [{ cron: plan.cleanup.schedule }] }),
    },
    permissions: { contents: "read" },
    concurrency: {
      // GitHub keeps only one waiting run per group: a scheduled run must not replace a push.
      group:
        plan.cleanup === undefined
          ? "publish-${{ github.ref }}"
          : `publish-\${{ ${isScheduled} && 'cleanup' || github.ref }}`,
      // A push is never canceled. For a pull request only the newest commit matters.
      "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
    },
    env: {
      REGISTRY: escapeExpressions(registry),
      OWNER: escapeExpressions(owner),
      SECRET_NAME: secretName,
      AUTHENTICATION: authentication,
    },
    jobs,
  });
}

/** Says where the file comes from and how to change it. */
function origin({ keptBy = "update", owner, repository }: PublishPlan): string {
  const from = "by pulumi-ghcr from the settings of its stack. Change it there";
  switch (keptBy) {
    case "update":
      return `Written ${from}: the next update rewrites\nthis file.`;
    case "pull request":
      return `Written ${from}: the next update opens\na pull request with it.`;
    case "hand":
      return `Printed ${from}, and print it again:\nnpx pulumi-ghcr workflow ${owner}/${repository}`;
  }
}
