import { printReference } from "../../core/oci/reference";
import type { ReadBackImage, ObservedTag } from ".";

/** Describes the images that were read back, with platforms and tags. */
export function readBackLines(read: readonly ReadBackImage[]): readonly string[] {
  return read.flatMap((each) => {
    const { image, pinned, manifest, tags } = each;
    const moved = movedTags(each);
    const current = tags.filter((tag) => !moved.includes(tag)).map(({ tag }) => tag);
    return [
      `${image}: ${printReference(pinned)}`,
      ...(manifest.platforms.length === 0 ? [] : [`  ${manifest.platforms.join(", ")}`]),
      ...(current.length === 0 ? [] : [`  tags: ${current.join(", ")}`]),
      ...moved.map(({ tag, digest }) =>
        digest === undefined
          ? `  ${tag} is missing`
          : `  ${tag} points to ${digest}, not to what was pushed`,
      ),
    ];
  });
}

/** The problem with the tags, if any. */
export function movedTagProblem(read: readonly ReadBackImage[]): string | undefined {
  const moved = read.flatMap((each) => movedTags(each).map(({ tag }) => `${each.image}:${tag}`));
  if (moved.length === 0) return undefined;
  return [`not every tag points to what was pushed: ${moved.join(", ")}`, ...howToFix].join("\n");
}

const howToFix = [
  "Somebody has since moved or deleted the tag. A pinned reference still points to what was pushed here.",
  "To push the image under its tag again, even if the tag names a version, with the image's URN from 'npx pulumi stack --show-urns':",
  "GHCR_RELEASES=movable npx pulumi up --replace URN",
];

/** The tags that were moved, deleted or overwritten since the push. */
function movedTags({ manifest, tags }: ReadBackImage): readonly ObservedTag[] {
  return tags.filter(({ digest }) => digest !== manifest.digest);
}
