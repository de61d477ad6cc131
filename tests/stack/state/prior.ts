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
