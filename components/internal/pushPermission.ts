import * as pulumi from "@pulumi/pulumi";
import type { PriorUpdate } from "./priorUpdate";

/** A token's permission to push a package, as a preflight observed it. */
export interface PushPermission {
  /** The token's fingerprint, which does not reveal the token. */
  readonly fingerprint: string;
  /** Whether the registry was observed to let the token push, in this update or an earlier one. */
  readonly isAllowed: boolean;
}

/** A preflight's results about a package that an update pushes. */
export interface PushHints {
  /**
   * Whether the token may push. The state stores it for the next preflight.
   * @default nothing is stored
   */
  readonly pushPermission?: PushPermission;
  /**
   * The prior state. With it, the registry is asked once per digest for its platforms, if they are
   * not set.
   * @default the registry is not asked
   */
  readonly prior?: PriorUpdate;
}

/**
 * The fingerprint to store for the next preflight: of the token that was observed to push, or that
 * pushed now. Otherwise it stays the same, because without a prior state it is unknown whether
 * anything was pushed.
 */
export function storedFingerprint(
  { pushPermission: permission, prior }: PushHints,
  digest: pulumi.Input<string | undefined>,
): pulumi.Output<string> {
  return pulumi.output(digest).apply((now) => {
    const before = prior?.fingerprint ?? "";
    if (permission === undefined) return before;
    const isPushed = now !== undefined && prior?.hasState === true && now !== prior.digest;
    return permission.isAllowed || isPushed ? permission.fingerprint : before;
  });
}
