import { printWorkflow, type Job } from "./document";
import { branchPattern, isScheduled, literal } from "./expressions";
import { attest } from "./jobs/attest";
import { build } from "./jobs/build";
import { check } from "./jobs/check";
import { publish } from "./jobs/publish";
import { report } from "./jobs/report";
import { cleanup } from "./jobs/cleanup";
import { checkPlan, keyedImages, type PublishPlan } from "./plan";

/** `.github/workflows/publish.yml`: the same plan gives the same bytes. */
export function renderPublish(plan: PublishPlan): string {
  checkPlan(plan);
  const images = keyedImages(plan);
  const { owner, repository, registry, branch, secretName, authentication } = plan;
  const jobs: Record<string, Job> = {
    check: check(plan, images),
    build: build(plan, images),
    publish: publish(plan, images),
    ...(plan.attest ? { attest: attest(images) } : {}),
    report: report(plan),
    ...(plan.cleanup === undefined ? {} : { cleanup: cleanup(plan, images, plan.cleanup) }),
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
      // Of a group GitHub keeps one run waiting: one by the clock must not take a push's place.
      group:
        plan.cleanup === undefined
          ? "publish-${{ github.ref }}"
          : `publish-\${{ ${isScheduled} && 'cleanup' || github.ref }}`,
      // A push is not broken off halfway; a pull request's newest commit is the one that counts.
      "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
    },
    env: {
      REGISTRY: literal(registry),
      OWNER: literal(owner),
      SECRET_NAME: secretName,
      AUTHENTICATION: authentication,
    },
    jobs,
  });
}

/** Where it comes from, and what a change in it would come to. */
function origin({ keptBy = "update", owner, repository }: PublishPlan): string {
  const from = "by pulumi-ghcr from the settings of its stack. Change it there";
  switch (keptBy) {
    case "update":
      return `Written ${from}: the next update writes\nthis file anew.`;
    case "pull request":
      return `Written ${from}: the next update opens\na pull request with it.`;
    case "hand":
      return `Printed ${from}, and print it anew:\nnpx pulumi-ghcr workflow ${owner}/${repository}`;
  }
}
