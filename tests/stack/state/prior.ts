import * as pulumi from "@pulumi/pulumi";
import { priorState, type PriorPackage, type PriorState } from "../../../stack/state";

/** A prior state that is empty except for a test's changes. */
export function priorStateWith(change: Partial<PriorState> = {}): PriorState {
  return { ...priorState([]), ...change };
}

/** Packages, by `registry/name`, that a token was observed to push, by its fingerprint. */
export function packagesPushedBy(
  packages: readonly string[],
  fingerprint: string,
): ReadonlyMap<string, PriorPackage> {
  return new Map(packages.map((each) => [each, { fingerprint, pushed: undefined }]));
}

/** A Pulumi engine that answers calls so, until the end of a test. */
export function mockEngine(call: pulumi.runtime.Mocks["call"]): Promise<void> {
  const mocks = { newResource: () => ({ id: "", state: {} }), call };
  return pulumi.runtime.setMocks(mocks, "project", "stack", false, "organization");
}
