import type { TaggedReference } from "../../../core/oci/reference";
import { checkReleases } from "../../../core/registry/releases";
import { limitConcurrency, Sources, type SourceFacts } from "../../../core/source";
import { nextVersion } from "../../../core/tags/nextVersion";
import { fillTags, isRelease } from "../../../core/tags/rules";
import { CannotRun, UserError } from "../../errors";
import type { StackOptions } from "../../pulumi/pulumi";
import { shortStack } from "../../pulumi/stackFile";
import type { Steps } from "../../ui/steps";
import type { Terminal } from "../../ui/terminal";
import type { BuiltImage, PushStack } from "./stack";

/** An image, and what git reports about its source. */
export interface ReadImage extends BuiltImage {
  readonly facts: SourceFacts;
}

/** What else decides whether a version may be published. */
export interface ReleaseOptions {
  /** The digests that the stack has pushed. */
  readonly priorDigests: readonly string[];
  /** Whether images may be built from changes that are not in a pushed commit. */
  readonly allowsDirty: boolean;
  /** Where to ask, if anywhere. */
  readonly terminal: Terminal | undefined;
  /** Whether nothing is published: then a question would be too early. */
  readonly isDryRun: boolean;
}

/** How many images are looked up in the registry at the same time. */
const maxConcurrent = 8;

/**
 * Checks that the version may be published, before anything is changed. Returns the images that the
 * update would build if they have changed.
 */
export async function releaseStep(
  steps: Steps,
  stack: StackOptions,
  release: PushStack,
  { priorDigests, allowsDirty, terminal, isDryRun }: ReleaseOptions,
): Promise<readonly ReadImage[]> {
  steps.begin("Release");
  const sources = new Sources();
  const images = await Promise.all(
    release.images.map(async (image) => ({
      ...image,
      facts: await sources.readFacts(image.source),
    })),
  );
  const areFixed = release.releases === "fixed";
  if (areFixed) await requireNewVersion(steps, stack, release, images, priorDigests);
  const problems = allowsDirty ? [] : await findDirty(images, sources);
  if (problems.length > 0) {
    const list = ["these images are not built from a pushed commit:", ...problems.map(listItem)];
    if (isDryRun) steps.say(list.join("\n"));
    else await confirmDirty(steps, release, list, terminal);
  }
  steps.done(areFixed ? release.tag : `${release.tag}; its tags may move`);
  return images;
}

/** Fails if the version is in the registry as another image. */
async function requireNewVersion(
  steps: Steps,
  stack: StackOptions,
  release: PushStack,
  images: readonly ReadImage[],
  priorDigests: readonly string[],
): Promise<void> {
  const limit = limitConcurrency(maxConcurrent);
  const found = await Promise.all(
    images.map((image) => limit(() => checkImage(image, release, priorDigests))),
  );
  const problems = found.flatMap((each) => each.problems);
  if (problems.length > 0) {
    throw new UserError(
      [
        `${release.tag} is already published; nothing was changed`,
        ...problems.map(listItem),
        ...otherWays(stack, release),
      ].join("\n"),
    );
  }
  for (const warning of found.flatMap((each) => each.warnings)) steps.say(warning);
}

/** The images that nobody else could build, because their source is in no pushed commit. */
async function findDirty(
  images: readonly ReadImage[],
  sources: Sources,
): Promise<readonly string[]> {
  const found = await Promise.all(
    images.map(async ({ name, source, facts: { commit } }) => {
      // Outside of git there is nothing to commit.
      if (commit === undefined) return [];
      if (commit.endsWith("-dirty")) return [`${name}: ${source.context} has uncommitted changes`];
      const shown = `${name}: commit ${commit.slice(0, 7)}`;
      try {
        const isPushed = await sources.isOnRemoteBranch(source, commit);
        return isPushed ? [] : [`${shown} is on no remote branch`];
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return [`${shown} may be on no remote branch: ${reason}`];
      }
    }),
  );
  return found.flat();
}

/** Asks whether to publish such images. Without a terminal they are a problem. */
async function confirmDirty(
  steps: Steps,
  { tag }: PushStack,
  list: readonly string[],
  terminal: Terminal | undefined,
): Promise<void> {
  if (terminal === undefined) {
    const fix = "Fix: commit and push the changes, or publish them as they are with --allow-dirty";
    throw new CannotRun([...list, "Nothing was changed.", fix].join("\n"));
  }
  steps.say(list.join("\n"));
  steps.release();
  const answer = await terminal.choose(`Publish ${tag} anyway?`, { yes: "Yes", no: "No" }, "no");
  if (answer === "no") throw new CannotRun("stopped; nothing was changed");
}

function listItem(text: string): string {
  return `  - ${text}`;
}

function checkImage(
  image: ReadImage,
  { tag: version, username, token }: PushStack,
  digests: readonly string[],
): ReturnType<typeof checkReleases> {
  const { commit } = image.facts;
  const tags = releaseTags(image, version);
  // If the image has changed, the update itself stops.
  const prior = { digests, willBuild: false };
  return checkReleases({ tags, commit, username, token: token.reveal() }, prior);
}

/** The image's tags that name the version, as far as git's facts fill them. */
export function releaseTags(
  { package: name, tagRules, facts }: Pick<ReadImage, "package" | "tagRules" | "facts">,
  version: string,
): readonly TaggedReference[] {
  const { tags } = fillTags(tagRules.filter(isRelease), { ...facts, version });
  return tags.map((tag) => ({ ...name, tag }));
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
