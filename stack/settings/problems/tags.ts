import { tagProblem } from "../../../core/oci/names";
import { fillTags, rulesToRead, tagRuleProblem } from "../../../core/tags/rules";
import type { Path, Problem } from ".";
import { formatValue } from "./format";

const setVersion = "; set it with 'npx pulumi config set ghcr:version v1.2.3'";
const versionFix = {
  pushed: setVersion,
  read: `${setVersion}, or add a tag that each run of the workflow moves, such as 'latest'`,
};

/**
 * Tag rules that the version does not fill. The preflight checks the rules that need Git. For tags
 * that are only read, a version is optional if another tag needs none.
 */
export function tagProblems(
  tags: unknown,
  path: Path,
  { version, isRead }: { readonly version: unknown; readonly isRead: boolean },
): Problem[] {
  if (!Array.isArray(tags)) return [];
  const rules = (tags as readonly unknown[]).map((tag) => (typeof tag === "string" ? tag : "x"));
  const isRight = (text: unknown): text is string =>
    typeof text === "string" && tagProblem(text) === undefined;
  // An invalid version is reported separately.
  if (version !== undefined && !isRight(version)) return [];
  const facts = { version, commit: "0000000", branch: "main" };
  const read = isRead ? rulesToRead(rules, version) : rules;
  return fillTags(rules, facts).problems.flatMap(({ index, missing, message }) => {
    const rule = rules[index] ?? "";
    if (tagRuleProblem(rule) !== undefined || !read.includes(rule)) return [];
    const fix = missing === "version" ? versionFix[isRead ? "read" : "pushed"] : "";
    return [{ path: [...path, "tags", index], message: `${formatValue(rule)} ${message}${fix}` }];
  });
}
