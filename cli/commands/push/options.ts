import { tagProblem } from "../../../core/oci/names";
import type { VersionPart } from "../../../core/tags/nextVersion";
import { withoutTokens } from "../../../core/tokens/redact";

/** The flags as typed. */
export interface PushFlags {
  readonly tag?: string;
  readonly bump?: VersionPart;
  readonly force?: boolean;
  readonly allowDirty?: boolean;
  readonly dryRun?: boolean;
  readonly stack?: string;
  readonly json?: boolean;
}

export interface PushOptions {
  readonly version: RequestedVersion;
  readonly stack: string | undefined;
  /** Whether the tags of a published version may move. */
  readonly isForced: boolean;
  /** Whether images may be built from changes that are not in a pushed commit. */
  readonly allowsDirty: boolean;
  /** Whether it only shows what it would publish. */
  readonly isDryRun: boolean;
  readonly isJson: boolean;
}

/** A version, or the part of the one in the settings to raise. */
export type RequestedVersion = { readonly tag: string } | { readonly bump: VersionPart };

/** Validates the arguments: returns the options, or all problems. */
export function readPushOptions(
  argument: string | undefined,
  flags: PushFlags,
): PushOptions | { readonly problems: readonly string[] } {
  const version = readVersion(argument, flags);
  if (typeof version === "string") return { problems: [withoutTokens(version)] };
  return {
    version,
    stack: flags.stack,
    isForced: flags.force === true,
    allowsDirty: flags.allowDirty === true,
    isDryRun: flags.dryRun === true,
    isJson: flags.json === true,
  };
}

/** Returns the requested version, or the problem. */
function readVersion(
  argument: string | undefined,
  { tag, bump }: PushFlags,
): RequestedVersion | string {
  const version = argument ?? tag;
  if (version === undefined) {
    return bump === undefined
      ? "the version is missing; for example: push v1.0.0, or push --bump patch"
      : { bump };
  }
  if (tag !== undefined && tag !== version) {
    return `the version is given twice: '${version}' and --tag '${tag}'; pass one of them`;
  }
  if (bump !== undefined) {
    return `--bump ${bump}: the version is given, too: '${version}'; pass one of them`;
  }
  const problem = tagProblem(version);
  if (problem === undefined) return { tag: version };
  return `${argument === undefined ? "--tag: " : ""}'${version}' ${problem}`;
}
