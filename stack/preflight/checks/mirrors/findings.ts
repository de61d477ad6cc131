import { printReference } from "../../../../core/oci/reference";
import { explainAnswer } from "../../../../core/checks/explain";
import type { SettingFinding } from "../../finding";
import type { MirrorCopy, MirrorObservation, ReadFailure } from "../../observations";
import { mirrorSetting } from "../../names";
import type { DesiredMirror } from "../../../model";

/** Each tag costs a request in every update. */
const maxTags = 100;

type MirrorFinding = Omit<SettingFinding, "setting">;

/** Findings about a mirror's source. The registry is the one that the stack publishes to. */
export function evaluateMirror(
  mirror: DesiredMirror,
  observed: MirrorObservation,
  registry: string,
): readonly SettingFinding[] {
  const at = (setting: string, found: MirrorFinding): SettingFinding => ({
    setting: `${mirrorSetting(mirror)}.${setting}`,
    ...found,
  });
  return [
    ...(observed.readFailure === undefined
      ? []
      : [at("tags", describeReadFailure(mirror, observed.readFailure, registry))]),
    ...observed.emptyRanges.map((index) => at(`tags.${index}`, describeEmptyRange(mirror, index))),
    ...(observed.copies.length > maxTags ? [at("tags", describeTooManyTags(observed))] : []),
    ...evaluateReadFailures(mirror, observed.copies, registry).map((each) => at("from", each)),
    ...observed.copies.flatMap((copy) =>
      copy.missingPlatforms === undefined
        ? []
        : [at("platforms", describeMissingPlatforms(copy, copy.missingPlatforms))],
    ),
    ...evaluateSinglePlatform(mirror, observed.copies).map((each) => at("platforms", each)),
    ...evaluateUncopied(mirror, observed.copies).map(([setting, each]) => at(setting, each)),
  ];
}

function describeEmptyRange({ from, tags }: DesiredMirror, index: number): MirrorFinding {
  return {
    outcome: "fail",
    message: `'${tags[index] ?? ""}' matches no tag of ${printReference(from)}`,
    fix: ["Check which tags it has, and set another range."],
  };
}

function describeTooManyTags({ copies }: MirrorObservation): MirrorFinding {
  return {
    outcome: "fail",
    message: `the ranges match ${copies.length} tags, and at most ${maxTags} are supported`,
    fix: ["Narrow the ranges."],
  };
}

function describeMissingPlatforms(
  { sources, image }: MirrorCopy,
  missing: readonly string[],
): MirrorFinding {
  return {
    outcome: "fail",
    message: `${sources.map(printReference).join()} is not available for ${missing.join(", ")}`,
    cause: `It is available for ${Object.keys(image?.platforms ?? {}).join(", ")}.`,
    fix: ["Remove the missing platforms from 'platforms'."],
  };
}

/** A builder would label a single manifest with its own platform. */
function evaluateSinglePlatform(
  { mode, platforms = [] }: DesiredMirror,
  copies: readonly MirrorCopy[],
): readonly MirrorFinding[] {
  const single = tagsWhere(copies, ({ isIndex }) => !isIndex);
  if (mode !== "linked" || single === "" || platforms.length === 1) return [];
  return [
    {
      outcome: "fail",
      message: `the source is a single manifest, which does not name its platform: ${single}`,
      fix: ["Set the platform that it is for, for example platforms: [linux/amd64]."],
    },
  ];
}

/** The tags whose source matches. */
function tagsWhere(
  copies: readonly MirrorCopy[],
  matches: (image: NonNullable<MirrorCopy["image"]>, copy: MirrorCopy) => boolean,
): string {
  return copies
    .filter((copy) => copy.image !== undefined && matches(copy.image, copy))
    .map(({ tag }) => `'${tag}'`)
    .join(", ");
}

/** A source that several tags share is reported once. */
function evaluateReadFailures(
  mirror: DesiredMirror,
  copies: readonly MirrorCopy[],
  registry: string,
): readonly MirrorFinding[] {
  const found = new Map(
    copies.flatMap(({ readFailure: each }) =>
      each === undefined ? [] : [[`${each.subject} ${each.isKept}`, each] as const],
    ),
  );
  return [...found.values()].map((each) => describeReadFailure(mirror, each, registry));
}

/** A source that cannot be read stops the update only if it was never copied. */
function describeReadFailure(
  { login }: DesiredMirror,
  { subject, reason, isKept }: ReadFailure,
  registry: string,
): MirrorFinding {
  const base: MirrorFinding = isKept
    ? { outcome: "unknown", message: `${subject} cannot be read, so the mirror stays as it is` }
    : { outcome: "fail", message: `${subject} cannot be read, and was never copied` };
  if (reason.outcome === "absent") {
    const cause = isKept ? "It no longer exists." : "It does not exist.";
    return { ...base, cause, fix: ["Set a source that exists, or remove it."] };
  }
  const { fix = [], ...explained } = explainAnswer(reason, ["ghcr.io", registry]);
  const loginFix =
    login === undefined
      ? "If it is private, add a login: login: {username: NAME, password: NAME}."
      : "Check that the login's username and password are correct, and may read it.";
  const logIn = reason.outcome === "no" ? [loginFix] : [];
  return { ...base, ...explained, fix: [...logIn, ...fix] };
}

/** Attached artifacts, and attestations of the whole index, may not be copied. */
function evaluateUncopied(
  { platforms, mode }: DesiredMirror,
  copies: readonly MirrorCopy[],
): readonly (readonly [string, MirrorFinding])[] {
  const isBuiltOn = mode === "linked";
  const signed = tagsWhere(copies, ({ isSigned }) => isSigned === true);
  const attested = tagsWhere(copies, ({ isAttested, digest }, { sources }) => {
    return isAttested && (isBuiltOn || !sources.some((each) => each.digest === digest));
  });
  const hasChoice = platforms !== undefined && !isBuiltOn;
  const single = hasChoice ? tagsWhere(copies, ({ isIndex }) => !isIndex) : "";
  const note = (setting: string, tags: string, message: string, hint: string) =>
    tags === ""
      ? []
      : [[setting, { outcome: "pass", message: `${message}: ${tags}`, notes: [hint] }] as const];
  return [
    ...note(
      "from",
      signed,
      "what is attached to the source, such as a signature, is not copied",
      "Verify the source; if the copy has the same digest, the result applies to it too.",
    ),
    ...note(
      isBuiltOn ? "mode" : "platforms",
      attested,
      "the source's attestations are not copied",
      isBuiltOn
        ? "A linked copy has none of them; 'mode: copy' copies the whole index."
        : "They belong to the index of all platforms, which is copied only if 'platforms' lists all of them or is not set.",
    ),
    ...note(
      "platforms",
      single,
      "the source is a single manifest, and is copied as it is",
      "It has no list of platforms to select from.",
    ),
  ];
}
