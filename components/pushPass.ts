import * as pulumi from "@pulumi/pulumi";

/** What a preflight learned of a token's right to push something. */
export interface PushPass {
  /**
   * Names the token and all that is pushed, and tells nothing of them.
   * @default nothing that could be compared is known
   */
  readonly mark?: string | undefined;
  /** Whether the registry was seen to let the token push, now or for the same mark before. */
  readonly isSeen: boolean;
  /**
   * What the last update left: the mark that passed then, and the digest.
   * @default what it left is not known, so that nobody can tell what is pushed now
   */
  readonly before?: { readonly mark: string; readonly digest?: string | undefined } | undefined;
}

/**
 * The mark that the state keeps, so that the next preflight need not ask again. What was pushed has
 * passed, too. What was neither pushed nor seen keeps the mark that it had: a pass is never claimed.
 */
export function passedMark(
  pass: PushPass | undefined,
  digest: pulumi.Input<string | undefined>,
): pulumi.Output<string> {
  const { mark = "", isSeen = false, before } = pass ?? {};
  return pulumi.output(digest).apply((now) => {
    const isPushed = now !== undefined && before !== undefined && now !== before.digest;
    return isSeen || isPushed ? mark : (before?.mark ?? "");
  });
}
