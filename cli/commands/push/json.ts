import type { RecognizedDenial } from "../../../core/denials";
import { printReference } from "../../../core/oci/reference";
import { exitCodes } from "../../exitCodes";
import type { OutputImage, PullRequests, ReadBackImage } from "../../readBack";
import { denialsJson } from "../../ui/denialsJson";

/** What is known of a release when it ends, at whatever point. */
export interface PushFacts {
  readonly exitCode: number;
  readonly tag: string;
  readonly stack?: string;
  readonly registry?: string;
  /** All images in the stack's outputs; absent if the release ended before they were read. */
  readonly images?: readonly OutputImage[];
  /** The pull requests with workflows that have yet to build the other images. */
  readonly pullRequests?: PullRequests;
  /** The images that were read back. */
  readonly read?: readonly ReadBackImage[];
  readonly denials?: readonly RecognizedDenial[];
  readonly problems: readonly string[];
}

/** The output of `push --json`, described in docs/commands.md. */
export function pushJson(facts: PushFacts): object {
  const { exitCode, tag, stack, registry, images = [], read = [], denials = [] } = facts;
  const { pullRequests = {} } = facts;
  return {
    version: 2,
    outcome: outcomes.get(exitCode) ?? "interrupted",
    tag,
    stack: stack ?? null,
    registry: registry ?? null,
    images: images.map(({ image, pinned }) => {
      const back = read.find((each) => each.image === image);
      return {
        image,
        pinned: pinned === undefined ? null : printReference(pinned),
        digest: back?.manifest.digest ?? null,
        platforms: back?.manifest.platforms ?? [],
        tags: (back?.tags ?? []).map(({ tag, digest }) => ({
          tag,
          digest: digest ?? null,
          isRight: digest === back?.manifest.digest,
        })),
      };
    }),
    pullRequests,
    denials: denialsJson(denials),
    problems: facts.problems.flatMap((problem) => problem.split("\n")),
  };
}

const outcomes: ReadonlyMap<number, string> = new Map([
  [exitCodes.success, "pass"],
  [exitCodes.failed, "fail"],
  [exitCodes.couldNotRun, "could not run"],
]);
