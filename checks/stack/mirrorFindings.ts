import { printReference } from "../../ghcr/reference";
import { explainRegistry } from "../explain";
import type { SettingFinding } from "./finding";
import type { MirrorCopy, MirrorSeen, Unread, WantedMirror } from "./mirrors";

/** So many tags are no choice any more, and each is a question in every update. */
const mostTags = 100;

type Found = Omit<SettingFinding, "setting">;

/** What was found of a mirror's source. */
export function judgeMirror(mirror: WantedMirror, seen: MirrorSeen): readonly SettingFinding[] {
  const at = (setting: string, found: Found): SettingFinding => ({
    setting: `${mirror.setting}.${setting}`,
    ...found,
  });
  return [
    ...(seen.unread === undefined ? [] : [at("tags", unread(mirror, seen.unread))]),
    ...seen.empty.map((index) => at(`tags.${index}`, emptyRange(mirror, index))),
    ...(seen.copies.length > mostTags ? [at("tags", tooMany(seen))] : []),
    ...unreadCopies(mirror, seen.copies).map((each) => at("from", each)),
    ...seen.copies.flatMap((copy) =>
      copy.lacks === undefined ? [] : [at("platforms", lacking(copy, copy.lacks))],
    ),
    ...whatStays(mirror, seen.copies).map(([setting, each]) => at(setting, each)),
  ];
}

function emptyRange({ from, tags }: WantedMirror, index: number): Found {
  return {
    outcome: "fail",
    found: `'${tags[index] ?? ""}' takes no tag of ${printReference(from)}`,
    mend: ["Look which tags it has, and write another range."],
  };
}

function tooMany({ copies }: MirrorSeen): Found {
  return {
    outcome: "fail",
    found: `${copies.length} tags lie in the ranges, and ${mostTags} are as many as can be kept up`,
    mend: ["Write narrower ranges."],
  };
}

function lacking({ sources, image }: MirrorCopy, lacks: readonly string[]): Found {
  return {
    outcome: "fail",
    found: `${sources.join()} is not for ${lacks.join(", ")}`,
    cause: `It is for ${Object.keys(image?.platforms ?? {}).join(", ")}.`,
    mend: ["Take what is not there out of 'platforms'."],
  };
}

/** Several tags may have one source, which is told once. */
function unreadCopies(mirror: WantedMirror, copies: readonly MirrorCopy[]): readonly Found[] {
  const found = new Map(
    copies.flatMap(({ unread: each }) =>
      each === undefined ? [] : [[`${each.what} ${each.isKept}`, each] as const],
    ),
  );
  return [...found.values()].map((each) => unread(mirror, each));
}

/** A source that could not be read stops only what was never copied. */
function unread({ from, login }: WantedMirror, { what, why, isKept }: Unread): Found {
  const base: Found = isKept
    ? { outcome: "cannot tell", found: `${what} cannot be read, and the mirror stays as it is` }
    : { outcome: "fail", found: `${what} cannot be read, and nothing was copied from it yet` };
  if (why.outcome === "absent") {
    const cause = isKept ? "It is not there any more." : "It is not there.";
    return { ...base, cause, mend: ["Name a source that is there, or take it out."] };
  }
  const says = why.outcome === "no" ? why.says : why.why;
  const subject = { owner: "", registry: from.registry, repository: "", images: [] };
  const { mend = [], ...explained } = explainRegistry(says, subject, from);
  const logIn =
    why.outcome === "no" && login === undefined
      ? ["If it is private, say who may read it: login: {username: NAME, password: NAME}."]
      : [];
  return { ...base, ...explained, mend: [...logIn, ...mend] };
}

/** What lies beside an image, or is of all its platforms, no copy takes along. */
function whatStays(
  { platforms }: WantedMirror,
  copies: readonly MirrorCopy[],
): readonly (readonly [string, Found])[] {
  const of = (is: (image: NonNullable<MirrorCopy["image"]>) => boolean): string =>
    copies
      .filter(({ image }) => image !== undefined && is(image))
      .map(({ tag }) => `'${tag}'`)
      .join(", ");
  const signed = of(({ isSigned }) => isSigned === true);
  const attested = platforms === undefined ? "" : of(({ isAttested }) => isAttested);
  const single = platforms === undefined ? "" : of(({ isIndex }) => !isIndex);
  const told = (where: string, which: string, found: string, note: string) =>
    which === ""
      ? []
      : [[where, { outcome: "pass", found: `${found}: ${which}`, notes: [note] }] as const];
  return [
    ...told(
      "from",
      signed,
      "the source's signature is not copied",
      "It lies beside the image. Verify the source; the copy's digest tells that it is the same.",
    ),
    ...told(
      "platforms",
      attested,
      "the source's attestations are not copied",
      "They belong to the index of all platforms, and are copied with it where 'platforms' is not set.",
    ),
    ...told(
      "platforms",
      single,
      "the source is a single manifest, and is copied as it is",
      "It names no platform to choose by.",
    ),
  ];
}
