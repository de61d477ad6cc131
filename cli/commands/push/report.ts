import { printReference, type Reference } from "../../../core/oci/reference";
import { isBuilt, type OutputImage, type PullRequests, type ReadBackImage } from "../../readBack";
import { readBackLines, movedTagProblem } from "../../readBack/lines";

export interface Release {
  readonly tag: string;
  readonly registry: string;
  /** All images in the stack's outputs. */
  readonly images: readonly OutputImage[];
  readonly pullRequests: PullRequests;
  /** The pinned images, as read from the registry. */
  readonly read: readonly ReadBackImage[];
  /** Whether the settings make any image's tags from the version. */
  readonly followsVersion: boolean;
}

/** The report on a release after it was read back. */
export interface PushReport {
  readonly lines: readonly string[];
  /** The result if there is no problem. */
  readonly result: string;
  readonly problem?: string;
}

export function createReport(release: Release): PushReport {
  const { tag, registry, images, pullRequests, read } = release;
  const lines = publishedLines({ images, pullRequests, read });
  const result = `${describeLocation(read, registry)}. All done: ${tag}`;
  const problems = [movedTagProblem(read), versionProblem(release)].filter(
    (problem) => problem !== undefined,
  );
  return { lines, result, ...(problems.length === 0 ? {} : { problem: problems.join("\n") }) };
}

/**
 * One entry per image: what was read back, or that its workflow has yet to build it, and which pull
 * request must be merged first.
 */
export function publishedLines({
  images,
  pullRequests,
  read,
}: Pick<Release, "images" | "pullRequests" | "read">): readonly string[] {
  const waiting = images.filter((image) => !isBuilt(image));
  return [
    ...readBackLines(read),
    ...waiting.map(describeWaiting),
    ...(waiting.length === 0 ? [] : Object.entries(pullRequests)).map(
      ([repository, page]) => `${repository}: its workflow runs after this is merged: ${page}`,
    ),
  ];
}

function describeWaiting({ image, tags: [reference], pinned }: OutputImage): string {
  return pinned === undefined
    ? `${image}: not built by its workflow yet, so not pinned`
    : `${image}: ${reference?.tag ?? ""} not built by its workflow yet, so ${printReference(pinned)} stays pinned`;
}

export function describeLocation(read: readonly ReadBackImage[], registry: string): string {
  return `${read.length === 1 ? "1 image is" : `${read.length} images are`} in ${registry}`;
}

/** How the version in the stack's settings changed. */
export function describeVersionChange(before: string | undefined, tag: string): string {
  if (before === tag) return `ghcr:version stays ${tag}`;
  return `ghcr:version is now ${tag}; it was ${before ?? "not set"}`;
}

/**
 * Without a tag made from the version, nothing was released under it. If a workflow builds the
 * images, only the settings know all tags; a custom program need not have our settings.
 */
function versionProblem({ tag, images, followsVersion }: Release): string | undefined {
  const hasVersionTag = images.some(({ tags }) => tags.some((each) => matchesVersion(each, tag)));
  return followsVersion || hasVersionTag
    ? undefined
    : `no image's tags use ghcr:version; for example, write tags: ["{{tag}}", "latest"]`;
}

/** Whether a reference's tag is the version, or begins with its numbers: `1.2` of `v1.2.3`. */
export function matchesVersion({ tag }: Reference, version: string): boolean {
  if (tag === undefined) return false;
  if (isVersion(tag, version)) return true;
  const [bare, expected] = [withoutV(tag), withoutV(version)];
  const [numbers] = /^\d+\.\d+/.exec(expected) ?? [];
  // `1.2` is not a prefix of version 1.20.
  return (
    numbers !== undefined && bare.startsWith(numbers) && !/^\d/.test(bare.slice(numbers.length))
  );
}

/** Whether a tag is the version itself, with or without its `v`. */
export function isVersion(tag: string, version: string): boolean {
  return withoutV(tag) === withoutV(version);
}

/** `v1.2` is a version with a `v`, and `vista` a word. */
function withoutV(text: string): string {
  return text.replace(/^v(?=\d)/, "");
}
