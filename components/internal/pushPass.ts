import * as pulumi from "@pulumi/pulumi";
import type { LastUpdate } from "./lastUpdate";

/** What a preflight learned of a token's right to push something. */
export interface PushPass {
  /**
   * Names the token and all that is pushed, and tells nothing of them.
   * @default nothing that could be compared is known
   */
  readonly mark?: string | undefined;
  /** Whether the registry was seen to let the token push, now or for the same mark before. */
  readonly isSeen: boolean;
}

/**
 * The mark that the state keeps, so that the next preflight need not ask again. What was pushed has
 * passed, too. What was neither pushed nor seen keeps the mark that it had: a pass is never claimed,
 * and none is where nobody knows what the last update left.
 */
export function passedMark(
  pass: PushPass | undefined,
  last: LastUpdate | undefined,
  digest: pulumi.Input<string | undefined>,
): pulumi.Output<string> {
  const { mark = "", isSeen = false } = pass ?? {};
  return pulumi.output(digest).apply((now) => {
    const isPushed = now !== undefined && last?.isKnown === true && now !== last.digest;
    return isSeen || isPushed ? mark : (last?.passed ?? "");
  });
}
