import { Range, SemVer } from "semver";
import { tagProblem } from "../oci/names";

/**
 * A range of versions, `>=16 <18` or `^3.1 -alpine`: it selects a source's tags that are a version within
 * the range, followed by the ending. Ranges have npm's syntax.
 */
interface TagRange {
  readonly range: Range;
  /** What follows the version in the tag: `-alpine`. */
  readonly ending: string;
}

/** Whether a text has a character that ranges have and tags cannot have. */
export function isTagRange(text: string): boolean {
  return /[\s<>=^~*|]/.test(text);
}

/** The problem of a range, as the rest of a sentence that begins with it. */
export function tagRangeProblem(text: string): string | undefined {
  if (readRange(text) !== undefined) return undefined;
  return "is neither a tag nor a version range; write, for example, '16', '>=16 <18', or '^3.1 -alpine' for tags that end with '-alpine'";
}

/** A source's tags within a range, the highest version first. */
export function tagsInRange(text: string, tags: readonly string[]): readonly string[] {
  const parsed = readRange(text);
  if (parsed === undefined) return [];
  return tags
    .flatMap((tag) => {
      const version = versionOf(tag, parsed.ending);
      return version !== undefined && parsed.range.test(version) ? [{ tag, version }] : [];
    })
    .sort((a, b) => b.version.compare(a.version) || compareLengths(a.tag, b.tag))
    .map(({ tag }) => tag);
}

function readRange(text: string): TagRange | undefined {
  const [, range = "", ending = ""] = /^(.*?)(?:\s+(-[A-Za-z][\w.-]*))?$/s.exec(text.trim()) ?? [];
  if (range === "" || tagProblem(`0${ending}`) !== undefined) return undefined;
  try {
    return { range: new Range(range), ending };
  } catch {
    return undefined;
  }
}

/** A version with one, two or three numbers, as images are tagged. Pre-releases are excluded. */
function versionOf(tag: string, ending: string): SemVer | undefined {
  if (!tag.endsWith(ending)) return undefined;
  const numbers = tag.slice(0, tag.length - ending.length);
  const found = /^v?(0|[1-9]\d{0,8})(?:\.(0|[1-9]\d{0,8}))?(?:\.(0|[1-9]\d{0,8}))?$/.exec(numbers);
  if (found === null) return undefined;
  const [major = 0, minor = 0, patch = 0] = found.slice(1).map((each) => Number(each || 0));
  return new SemVer(`${major}.${minor}.${patch}`);
}

/** Of two tags for one version, the one that moves less comes first: `16.0` before `16`. */
function compareLengths(a: string, b: string): number {
  return b.length - a.length || (a < b ? -1 : 1);
}
