import type { RecognizedDenial } from "../../../core/denials";
import { printReference } from "../../../core/oci/reference";
import { exitCodes } from "../../exitCodes";
import type { OutputImage, PullRequests, ReadBackImage } from "../../readBack";
import type { PlannedReferences } from "./dryRun";
import { denialsJson } from "../../ui/denialsJson";
import type { Outcome } from "../../../core/checks/finding";

export const interruptedMessage = "interrupted; run push again to continue";

/** What is known about a release when it ends, even if it ends early. */
export interface PushFacts {
  readonly exitCode: number;
  /** Absent if the next version was never computed. */
  readonly tag?: string | undefined;
  readonly stack?: string;
  readonly registry?: string;
  /** All images in the stack's outputs; absent if the release ended before they were read. */
  readonly images?: readonly OutputImage[];
  /** The pull requests with workflows that have yet to build the other images. */
  readonly pullRequests?: PullRequests;
  /** The images that were read back. */
  readonly read?: readonly ReadBackImage[];
  /** What a dry run would push. */
  readonly planned?: PlannedReferences;
  readonly denials?: readonly RecognizedDenial[];
  readonly problems: readonly string[];
}

/** The output of `push --json`, described in docs/commands.md. */
export function pushJson(facts: PushFacts): object {
  const { exitCode, tag, stack, registry, images = [], read = [], denials = [] } = facts;
  const { pullRequests = {} } = facts;
  const wasInterrupted = exitCode > exitCodes.couldNotRun;
  const problems = wasInterrupted ? [...facts.problems, interruptedMessage] : facts.problems;
  return {
    version: 2,
    outcome: outcomes.get(exitCode) ?? "unknown",
    tag: tag ?? null,
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
    planned: facts.planned ?? null,
    denials: denialsJson(denials),
    problems: problems.flatMap((problem) => problem.split("\n")),
  };
}

/** Without an entry: the command could not run, or was interrupted. */
const outcomes: ReadonlyMap<number, Outcome> = new Map<number, Outcome>([
  [exitCodes.success, "pass"],
  [exitCodes.failed, "fail"],
]);
