import { tagProblem } from "../ghcr/names";
import { fillTags, tagRuleProblem } from "../ghcr/tagRules";
import type { Path, Problem } from "./problems";
import { shown } from "./shown";

/**
 * The rules for tags that the version does not fill. What the source's repository tells, and the
 * settings do not know, is the preflight's to ask.
 */
export function tagProblems(tags: unknown, path: Path, version: unknown): Problem[] {
  if (!Array.isArray(tags)) return [];
  const rules = (tags as readonly unknown[]).map((tag) => (typeof tag === "string" ? tag : "x"));
  const isRight = (text: unknown): text is string =>
    typeof text === "string" && tagProblem(text) === undefined;
  // A version that is wrong by itself is told by itself.
  if (version !== undefined && !isRight(version)) return [];
  const known = { version, commit: "0000000", branch: "main" };
  return fillTags(rules, known).problems.flatMap(({ index, lacks, says }) => {
    const rule = rules[index] ?? "";
    if (tagRuleProblem(rule) !== undefined) return [];
    const mend = lacks === "version" ? "; set it with 'pulumi config set ghcr:version v1.2.3'" : "";
    return [{ path: [...path, "tags", index], says: () => `${shown(rule)} ${says}${mend}` }];
  });
}
