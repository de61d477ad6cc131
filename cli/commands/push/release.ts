import type { TaggedReference } from "../../../core/oci/reference";
import { checkReleases } from "../../../core/registry/releases";
import { Sources, type SourceFacts } from "../../../core/source";
import { nextVersion } from "../../../core/tags/nextVersion";
import { fillTags, isRelease } from "../../../core/tags/rules";
import { UserError } from "../../errors";
import type { StackOptions } from "../../pulumi/pulumi";
import { shortStack } from "../../pulumi/stackFile";
import type { Steps } from "../../ui/steps";
import type { BuiltImage, PushStack } from "./stack";

/** An image, and what git reports about its source. */
interface ReadImage extends BuiltImage {
  readonly facts: SourceFacts;
}

/** Checks that the version may be published, before anything is changed. */
export async function releaseStep(
  steps: Steps,
  stack: StackOptions,
  release: PushStack,
  priorDigests: readonly string[],
): Promise<void> {
  steps.begin("Release");
  const sources = new Sources();
  const images = await Promise.all(
    release.images.map(async (image) => ({
      ...image,
      facts: await sources.readFacts(image.source),
    })),
  );
  if (release.releases === "movable") {
    steps.done(`${release.tag}; its tags may move`);
    return;
  }
  const found = await Promise.all(images.map((image) => checkImage(image, release, priorDigests)));
  const problems = found.flatMap((each) => each.problems);
  if (problems.length > 0) {
    throw new UserError(
      [
        `${release.tag} is already published; nothing was changed`,
        ...problems.map((problem) => `  - ${problem}`),
        ...otherWays(stack, release),
      ].join("\n"),
    );
  }
  for (const warning of found.flatMap((each) => each.warnings)) steps.say(warning);
  steps.done(release.tag);
}

function checkImage(
  image: ReadImage,
  { tag: version, username, token }: PushStack,
  digests: readonly string[],
): ReturnType<typeof checkReleases> {
  const { commit } = image.facts;
  const tags = releaseTags(image, version);
  // If the image has changed, the update itself stops.
  const prior = { digests, isBuilt: false };
  return checkReleases({ tags, commit, username, token: token.reveal() }, prior);
}

/** The image's tags that name the version. */
function releaseTags({ package: name, tagRules, facts }: ReadImage, version: string) {
  const { tags } = fillTags(tagRules.filter(isRelease), { ...facts, version });
  return tags.map((tag): TaggedReference => ({ ...name, tag }));
}

/** How to publish images whose version is already published. */
export function otherWays(
  { stack: fullName }: Pick<StackOptions, "stack">,
  { tag, version }: Pick<PushStack, "tag" | "version">,
): readonly string[] {
  const stack = shortStack(fullName);
  const next = nextVersion(tag, "patch");
  const raised = version === undefined ? undefined : nextVersion(version, "patch");
  const another = next !== undefined && next === raised ? "--bump patch" : (next ?? "VERSION");
  return [
    "Fix: publish another version:",
    `npx pulumi-ghcr push ${another} --stack ${stack}`,
    "Or move the tags of this one:",
    `npx pulumi-ghcr push ${tag} --force --stack ${stack}`,
  ];
}
