import { tagProblem } from "../oci/names";
import { findNearest } from "../text/nearest";

/**
 * Tags by rule: fixed text, with `{{…}}` placeholders for the version, the last commit and the branch.
 * The rules are those of docker/metadata-action where it has them.
 */

/** The values for the placeholders, where they are known. */
export interface TagFacts {
  /** As written in the settings: `v1.2.3`, `1.2.3-rc.1`, or any tag. */
  readonly version?: string | undefined;
  /** The full commit hash, followed by `-dirty` if files differ from the commit. */
  readonly commit?: string | undefined;
  readonly branch?: string | undefined;
}

/** The value that a rule requires and that is missing. */
export type MissingTagValue = "version" | "semantic version" | "commit" | "branch" | "tag";

/** A rule that produces no tag. */
export interface TagRuleProblem {
  /** The rule's index in its list. */
  readonly index: number;
  readonly missing: MissingTagValue;
  /** The problem, as the rest of a sentence that begins with the rule. */
  readonly message: string;
}

export interface FilledTags {
  /** Each once, in the order of their rules. */
  readonly tags: readonly string[];
  readonly problems: readonly TagRuleProblem[];
}

interface Version {
  readonly version: string;
  readonly major: string;
  readonly minor: string;
  readonly patch: string;
  readonly isPreRelease: boolean;
}

/** The value that fills each placeholder. */
const sources: Readonly<Record<string, "version" | "semantic version" | "commit" | "branch">> = {
  tag: "version",
  version: "semantic version",
  major: "semantic version",
  minor: "semantic version",
  patch: "semantic version",
  commit: "commit",
  branch: "branch",
};

const placeholder = /\{\{ ?([^{}]*?) ?\}\}/g;

/** https://semver.org, with the `v` that tags in git often begin with; a tag has no `+`. */
const semanticVersion =
  /^v?((0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*))?)$/;

/** The length in docker/metadata-action: git's own abbreviation grows with the repository. */
const shortCommit = 7;

function namesIn(rule: string): readonly string[] {
  return [...rule.matchAll(placeholder)].map(([, name = ""]) => name);
}

function sourcesOf(rule: string): ReadonlySet<string> {
  return new Set(namesIn(rule).flatMap((name) => sources[name] ?? []));
}

/** The problem of a rule, whatever its placeholders are filled with. */
export function tagRuleProblem(rule: string): string | undefined {
  const unknown = namesIn(rule).find((name) => !Object.hasOwn(sources, name));
  if (unknown !== undefined) {
    const suggestion = findNearest(unknown, Object.keys(sources));
    const fix =
      suggestion === undefined
        ? `use one of ${placeholderList}`
        : `did you mean '{{${suggestion}}}'?`;
    return `has '{{${unknown}}}', which is not a placeholder; ${fix}`;
  }
  // As long as the placeholder, so that the reported position is the one in the rule.
  const problem = tagProblem(rule.replace(placeholder, (found) => "x".repeat(found.length)));
  return problem !== undefined && /[{}]/.test(rule.replace(placeholder, ""))
    ? `${problem}; a placeholder has two braces on each side: ${placeholderList}`
    : problem;
}

/** `{{tag}}, {{version}}, …`: all placeholders, for messages. */
export const placeholderList = Object.keys(sources)
  .map((name) => `{{${name}}}`)
  .join(", ");

/** Whether a rule needs the commit or branch of the source's repository. */
export function needsSource(rules: readonly string[]): boolean {
  return rules.some((rule) => ["commit", "branch"].some((each) => sourcesOf(rule).has(each)));
}

/** Whether a rule needs the version. */
export function needsVersion(rules: readonly string[]): boolean {
  return rules.some((rule) =>
    ["version", "semantic version"].some((each) => sourcesOf(rule).has(each)),
  );
}

/** Whether a rule's tag names one version exactly. Such a tag is a release, and should not move. */
export function isRelease(rule: string): boolean {
  const names = namesIn(rule);
  return (
    ["tag", "version"].some((name) => names.includes(name)) ||
    ["major", "minor", "patch"].every((name) => names.includes(name))
  );
}

/**
 * The rules for reading an image that a workflow pushes. The workflow knows its versions and the program
 * may not: without a version, the rules that need one are omitted if there are others.
 */
export function rulesToRead(
  rules: readonly string[],
  version: string | undefined,
): readonly string[] {
  if (version !== undefined) return rules;
  const others = rules.filter((rule) => !needsVersion([rule]));
  return others.length === 0 ? rules : others;
}

/** The default rules. A version is pushed under its own name too, which comes first. */
export function defaultTags(version: string | undefined): readonly string[] {
  return version === undefined ? ["latest"] : ["{{tag}}", "latest"];
}

/**
 * The tags that the rules produce. A pre-release does not move `latest` beside a rule with the version, nor
 * tags made of numbers only: users of `1.2` do not expect `1.2.0-rc.1`.
 */
export function fillTags(rules: readonly string[], facts: TagFacts): FilledTags {
  const version = facts.version === undefined ? undefined : readVersion(facts.version);
  const keepsMovingTags = version?.isPreRelease === true && needsVersion(rules);
  const problems: TagRuleProblem[] = [];
  const tags: string[] = [];
  rules.forEach((rule, index) => {
    if (keepsMovingTags && isHeldBack(rule)) return;
    const found = fill(rule, facts, version);
    if ("tag" in found) tags.push(found.tag);
    else problems.push({ index, ...found });
  });
  if (tags.length === 0 && problems.length === 0 && rules.length > 0) {
    const message = `gives no tag for the pre-release ${facts.version ?? ""}: add '{{version}}' to the list`;
    problems.push({ index: 0, missing: "tag", message });
  }
  return { tags: [...new Set(tags)], problems };
}

function readVersion(text: string): Version | undefined {
  const [, version, major, minor, patch, preRelease] = semanticVersion.exec(text) ?? [];
  if (!version || !major || !minor || !patch) return undefined;
  return { version, major, minor, patch, isPreRelease: preRelease !== undefined };
}

/** Whether a pre-release does not move the rule's tag, beside a rule with the version. */
export function isHeldBack(rule: string): boolean {
  const names = namesIn(rule);
  return (
    rule === "latest" ||
    (["major", "minor", "patch"].some((name) => names.includes(name)) &&
      !["version", "tag"].some((name) => names.includes(name)))
  );
}

function fill(
  rule: string,
  facts: TagFacts,
  version: Version | undefined,
): { readonly tag: string } | Omit<TagRuleProblem, "index"> {
  const required = sourcesOf(rule);
  if (
    (required.has("version") || required.has("semantic version")) &&
    facts.version === undefined
  ) {
    return { missing: "version", message: "requires a version, but none is set" };
  }
  if (required.has("semantic version") && version === undefined) {
    const message = `requires a semantic version such as v1.2.3 or 1.2.3-rc.1, not '${facts.version ?? ""}'; '{{tag}}' accepts any`;
    return { missing: "semantic version", message };
  }
  for (const each of ["commit", "branch"] as const) {
    if (required.has(each) && facts[each] === undefined) {
      return { missing: each, message: `requires the ${each}, which is unknown` };
    }
  }
  const { version: number = "", major = "", minor = "", patch = "" } = version ?? {};
  const values: Readonly<Record<string, string>> = {
    ...{ tag: facts.version ?? "", version: number, major, minor, patch },
    commit: shortenCommit(facts.commit ?? ""),
    branch: toTag(facts.branch ?? ""),
  };
  // Only a branch can begin with a character that a tag may not begin with.
  const tag = rule
    .replace(placeholder, (_found, name: string) => values[name] ?? "")
    .replace(/^[.-]+/, "");
  const problem = tagProblem(tag);
  return problem === undefined
    ? { tag }
    : { missing: "tag", message: `gives '${tag}', which ${problem}` };
}

function shortenCommit(commit: string): string {
  const [name = "", ...marks] = commit.split("-");
  return [name.slice(0, shortCommit), ...marks].join("-");
}

/** A branch's name with `-` for characters that a tag may not have, as in `feature/login`. */
function toTag(branch: string): string {
  return branch.replace(/[^A-Za-z0-9._-]+/g, "-");
}
