import { actions } from "../actions";
import type { Job, JobStep } from "../document";
import { toAsciiLowerCase } from "../../oci/reference";
import { isScheduled, escapeExpressions, escapeAllExpressions } from "../expressions";
import type { CleanupPlan } from "../cleanup";
import type { KeyedImage, PublishPlan } from "../plan";

/** Deletes old versions, with an action that reads indexes and keeps the parts of those that it keeps. */
export function cleanupJob(
  plan: PublishPlan,
  images: readonly KeyedImage[],
  settings: CleanupPlan,
): Job {
  const inputs = cleanerInputs(plan, settings);
  const dryRun: JobStep = {
    name: "List what would be deleted",
    uses: actions.cleaner,
    with: { ...inputs, "dry-run": true },
  };
  const deletion: JobStep = {
    name: "Delete old versions",
    uses: actions.cleaner,
    with: { ...inputs, validate: true },
  };
  return {
    comment: settings.delete
      ? "Lists old versions, then deletes them. The parts of an index are kept with it."
      : "Lists old versions. Nothing is deleted until the settings allow it.",
    name: "Clean up ${{ matrix.image }}",
    if: isScheduled,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 60,
    permissions: { packages: settings.delete ? "write" : "read" },
    reasons: { packages: settings.delete ? "to delete" : "to list versions" },
    // The action stops at a missing package, so each package has its own job.
    include: images.map(({ name }) => escapeAllExpressions({ image: name })),
    steps: settings.delete ? [dryRun, deletion] : [dryRun],
  };
}

function cleanerInputs(
  { owner, registry }: PublishPlan,
  { olderThan, keepUntagged, keepTagged, keepTags, secretName }: CleanupPlan,
): NonNullable<JobStep["with"]> {
  return {
    token: secretName === undefined ? "${{ github.token }}" : `\${{ secrets.${secretName} }}`,
    // The action passes the owner on to the registry, which accepts lower case only.
    owner: toAsciiLowerCase(owner),
    packages: "${{ matrix.image }}",
    "older-than": olderThan,
    "keep-n-untagged": String(keepUntagged),
    ...(keepTagged === undefined ? {} : { "keep-n-tagged": String(keepTagged) }),
    ...(keepTags.length === 0 ? {} : { "exclude-tags": keepTags.join(",") }),
    ...(registry === "ghcr.io"
      ? {}
      : { "registry-url": escapeExpressions(`https://${registry}/`) }),
  };
}
