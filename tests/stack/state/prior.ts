import { priorState, type PriorPackage, type PriorState } from "../../../stack/state";

/** What an update left, with nothing in it but what a test is about. */
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
