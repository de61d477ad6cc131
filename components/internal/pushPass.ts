import * as pulumi from "@pulumi/pulumi";
import type { LastUpdate } from "./lastUpdate";

/** What a preflight observed of a token's permission to push something. */
export interface PushPass {
  /** The token's fingerprint, which reveals nothing of the token. */
  readonly fingerprint: string;
  /** Whether the registry was observed to let the token push, in this update or an earlier one. */
  readonly isAllowed: boolean;
}

/**
 * The fingerprint that the state keeps, so that the next preflight need not ask again: of the token
 * that was observed to push, or that pushed now. Otherwise it stays as it was: a permission is never
 * claimed, and a push cannot be told where nobody knows what the last update left.
 */
export function storedFingerprint(
  pass: PushPass | undefined,
  last: LastUpdate | undefined,
  digest: pulumi.Input<string | undefined>,
): pulumi.Output<string> {
  return pulumi.output(digest).apply((now) => {
    const before = last?.passed ?? "";
    if (pass === undefined) return before;
    const isPushed = now !== undefined && last?.isKnown === true && now !== last.digest;
    return pass.isAllowed || isPushed ? pass.fingerprint : before;
  });
}
