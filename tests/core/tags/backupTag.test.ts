import { backupProblem, backupTag } from "../../../core/tags/backupTag";

const facts = { tag: "16", date: "2026-11-25", digest: `sha256:${"ab12".repeat(16)}` };

it.each([
  ["{{tag}}-{{date}}", "16-2026-11-25"],
  ["{{ tag }}.{{digest}}", "16.ab12ab12ab12"],
  ["old", "old"],
])("%s gives %s", (rule, tag) => {
  expect(backupTag(rule, facts)).toBe(tag);
});

it.each<[string, boolean, string | undefined]>([
  ["{{tag}}-{{date}}", false, undefined],
  ["before-{{date}}", true, undefined],
  ["{{digest}}", true, undefined],
  ["before-{{date}}", false, "is the same for each tag"],
  ["{{tag}}-old", true, "is the same each time"],
  ["-{{date}}-{{tag}}", true, "the placeholders are {{tag}}, {{date}} and {{digest}}"],
  ["{{tag}} {{date}}", true, "the placeholders are {{tag}}, {{date}} and {{digest}}"],
  ["{{name}}-{{date}}", true, "the placeholders are {{tag}}, {{date}} and {{digest}}"],
])("%s with one tag: %s has the problem: %s", (rule, hasOneTag, problem) => {
  const found = backupProblem(rule, hasOneTag);
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(problem);
});
