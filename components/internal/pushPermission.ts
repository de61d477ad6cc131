import * as pulumi from "@pulumi/pulumi";
import type { PriorUpdate } from "./priorUpdate";

/** What a preflight observed of a token's permission to push something. */
export interface PushPermission {
  /** The token's fingerprint, which reveals nothing of the token. */
  readonly fingerprint: string;
  /** Whether the registry was observed to let the token push, in this update or an earlier one. */
  readonly isAllowed: boolean;
}

/** What a preflight knows of a package that an update pushes. */
export interface PushHints {
  /**
   * Whether the token may push. The state keeps it for the next preflight.
   * @default the state keeps nothing of it
   */
  readonly pushPermission?: PushPermission;
  /**
   * What the last update left, as the state has it. With it the registry is asked, once for each
   * digest, which platforms it is for, where nobody said.
   * @default the registry is not asked
   */
  readonly prior?: PriorUpdate;
}

/**
 * The fingerprint that the state keeps, so that the next preflight need not ask again: of the token
 * that was observed to push, or that pushed now. Otherwise it stays as it was: a permission is never
 * claimed, and without a prior state nobody knows whether anything was pushed.
 */
export function storedFingerprint(
  { pushPermission: permission, prior }: PushHints,
  digest: pulumi.Input<string | undefined>,
): pulumi.Output<string> {
  return pulumi.output(digest).apply((now) => {
    const before = prior?.passed ?? "";
    if (permission === undefined) return before;
    const isPushed = now !== undefined && prior?.isKnown === true && now !== prior.digest;
    return permission.isAllowed || isPushed ? permission.fingerprint : before;
  });
}
