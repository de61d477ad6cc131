import type { SourceFacts } from "../../core/source";
import { fillTags, tagRuleProblem } from "../../core/tags/rules";
import { argumentError, checkArgument } from "./arguments";

/** Throws if the argument `tags` is invalid, as far as that is known before the source is read. */
export function checkTagRules(rules: readonly string[], version: string | undefined): void {
  if (rules.length === 0) throw argumentError("tags", "must name at least one tag");
  rules.forEach((rule, index) => {
    checkArgument(`tags[${index}]`, rule, tagRuleProblem);
  });
  // Placeholders stand in for the source's facts, which are not known yet.
  fillTagRules(rules, version, { commit: "0000000", branch: "main" });
}

/** The tags that the rules produce, at least one. Throws if a rule produces none. */
export function fillTagRules(
  rules: readonly string[],
  version: string | undefined,
  { commit, branch, reason: why }: SourceFacts = {},
): readonly string[] {
  const { tags, problems } = fillTags(rules, { version, commit, branch });
  const [problem] = problems;
  if (problem === undefined) return tags;
  const { index, message } = problem;
  const reason = why === undefined ? message : `${message}: ${why}`;
  throw argumentError(`tags[${index}]`, `'${rules[index] ?? ""}' ${reason}`);
}
