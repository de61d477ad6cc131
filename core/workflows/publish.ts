import { printWorkflow, type Job } from "./document";
import { branchPattern, isScheduled, escapeExpressions } from "./expressions";
import { attestJob, noAttestation } from "./jobs/attest";
import { buildJob, buildsOf } from "./jobs/build";
import { checkJob } from "./jobs/check";
import { buildAndPublishJob, publishEachImageJob, publishOnlyImageJob } from "./jobs/publish";
import { reportJob } from "./jobs/report";
import { cleanupJob } from "./jobs/cleanup";
import { checkPlan, keyedImages, type KeyedImage, type PublishPlan } from "./plan";

/** `.github/workflows/publish.yml`. The same plan always gives the same bytes. */
export function renderPublish(plan: PublishPlan): string {
  checkPlan(plan);
  const images = keyedImages(plan);
  const { owner, repository, registry, branch, secretName, authentication } = plan;
  const jobs: Record<string, Job> = {
    check: checkJob(plan, images),
    ...publishJobs(plan, images),
    ...(plan.cleanup === undefined ? {} : { cleanup: cleanupJob(plan, images, plan.cleanup) }),
  };
  return printWorkflow({
    comment: [
      `Publishes the images of ${owner}/${repository} to ${registry}.`,
      origin(plan),
      ...(plan.attest ? [] : [noAttestation]),
    ].join("\n"),
    name: "Publish",
    on: {
      push: { branches: [branchPattern(branch)], tags: ["v*"] },
      pull_request: { branches: [branchPattern(branch)] },
      ...(plan.cleanup === undefined ? {} : { schedule: [{ cron: plan.cleanup.schedule }] }),
    },
    permissions: {},
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
      REGISTRY_URL: escapeExpressions(registryUrl(registry)),
      IMAGES: images.map((image) => image.package).join(" "),
      SECRET_NAME: authentication === "token" ? secretName : "GITHUB_TOKEN",
    },
    jobs,
  });
}

/** A registry on this machine has no certificate; docker treats it the same way. */
function registryUrl(registry: string): string {
  return `${/^(?:localhost|127\.)/.test(registry) ? "http" : "https"}://${registry}`;
}

/**
 * The jobs after the check. A single build needs no index, so one job does it all; a single image
 * needs no report of several.
 */
function publishJobs(
  plan: PublishPlan,
  images: readonly KeyedImage[],
): Readonly<Record<string, Job>> {
  const [build, ...more] = buildsOf(images);
  const [image] = images;
  if (image === undefined || build === undefined) return {};
  const reporter = images.length === 1 ? "publish" : "report";
  return {
    ...(more.length === 0
      ? { publish: buildAndPublishJob(plan, image, build) }
      : {
          build: buildJob(plan, [build, ...more]),
          ...(images.length === 1
            ? { publish: publishOnlyImageJob(plan, image) }
            : { publish: publishEachImageJob(plan, images), report: reportJob() }),
        }),
    ...(plan.attest ? { attest: attestJob(images, reporter) } : {}),
  };
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
