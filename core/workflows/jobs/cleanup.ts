import { actions } from "../actions";
import type { Job, JobStep } from "../document";
import { lowered } from "../../oci/reference";
import { isScheduled, literal, literals } from "../expressions";
import type { CleanupPlan } from "../cleanup";
import type { KeyedImage, PublishPlan } from "../plan";

/** Deletes what is old, by an action that reads indexes: what one is made of stays with it. */
export function cleanup(
  plan: PublishPlan,
  images: readonly KeyedImage[],
  wanted: CleanupPlan,
): Job {
  const cleaner = cleanerFor(plan, wanted);
  const told: JobStep = {
    name: "What would go",
    uses: actions.cleaner,
    with: { ...cleaner, "dry-run": true },
  };
  const deletion: JobStep = {
    name: "Delete it",
    uses: actions.cleaner,
    with: { ...cleaner, validate: true },
  };
  return {
    comment: wanted.delete
      ? "Old versions: first what would go, and then it goes. What an index is made of stays with it."
      : "Old versions: what would go. Nothing is deleted until the settings say so.",
    name: "Cleanup of ${{ matrix.image }}",
    if: isScheduled,
    runsOn: "ubuntu-24.04",
    timeoutMinutes: 60,
    permissions: { packages: wanted.delete ? "write" : "read" },
    reasons: { packages: wanted.delete ? "to delete" : "to look" },
    // At a package that is not there yet the cleaner stops, whatever others it was told.
    include: images.map(({ name }) => literals({ image: name })),
    steps: wanted.delete ? [told, deletion] : [told],
  };
}

function cleanerFor(
  { owner, registry }: PublishPlan,
  { olderThan, keepUntagged, keepTagged, keepTags, secretName }: CleanupPlan,
): NonNullable<JobStep["with"]> {
  return {
    token: secretName === undefined ? "${{ github.token }}" : `\${{ secrets.${secretName} }}`,
    // The cleaner names the packages to the registry as it is told, and that knows no capitals.
    owner: lowered(owner),
    packages: "${{ matrix.image }}",
    "older-than": olderThan,
    "keep-n-untagged": String(keepUntagged),
    ...(keepTagged === undefined ? {} : { "keep-n-tagged": String(keepTagged) }),
    ...(keepTags.length === 0 ? {} : { "exclude-tags": keepTags.join(",") }),
    ...(registry === "ghcr.io" ? {} : { "registry-url": literal(`https://${registry}/`) }),
  };
}
