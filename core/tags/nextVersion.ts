import { inc } from "semver";

/** A part of a version that can be raised. */
export type VersionPart = "patch" | "minor" | "major";

/**
 * The next version, with the `v` of the current one; undefined if that is not a semantic version.
 * The next version of a pre-release is by semver's rules: `1.0.0` follows `1.0.0-rc.1`.
 */
export function nextVersion(version: string, part: VersionPart): string | undefined {
  const [, prefix = "", number = ""] = /^(v?)(\d.*)$/.exec(version) ?? [];
  const next = inc(number, part);
  return next === null ? undefined : prefix + next;
}
