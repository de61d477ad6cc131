import { fill, isMet, StrictValues, type Scope } from "./expressions";

const scope: Scope = {
  contexts: {
    github: new StrictValues("github", { ref_type: "tag", ref_name: "v1.2.3", event_name: "push" }),
    matrix: { image: "v7/web", emulated: "" },
    needs: { check: { outputs: { tags: '{"v7/web":["a","b"]}' } } },
  },
};

test.each([
  ["no expression: {{tag}}", "no expression: {{tag}}"],
  ["a-${{ github.ref_name }}-${{matrix.image}}", "a-v1.2.3-v7/web"],
  ["${{ '${{' }} it's }}", "${{ it's }}"],
  ["${{ 'it''s }}' }}", "it's }}"],
  ["${{ github.ref_type == 'tag' && github.ref_name || '' }}", "v1.2.3"],
  ["[${{ matrix.nothing }}]", "[]"],
  ["push=${{ github.event_name != 'pull_request' }}", "push=true"],
  ["${{ join(fromJSON(needs.check.outputs.tags)[matrix.image], fromJSON('\"\\n\"')) }}", "a\nb"],
])("%s", (text, filled) => {
  expect(fill(text, scope)).toBe(filled);
});

test.each([
  ["${{ github.ref_nme }}", "there is no github.ref_nme"],
  ["${{ secrets.A }}", "Unrecognized named-value: 'secrets'"],
  ["${{ hashFiles('a') }}", "Unrecognized function: 'hashFiles'"],
  ["${{ success() }}", "Unrecognized function: 'success'"],
  ["${{ github.ref_name }", "is not closed"],
  ["${{ github.ref_name 'a' }}", "Unexpected symbol"],
])("%s throws", (text, message) => {
  expect(() => fill(text, scope)).toThrow(message);
});

test.each<[string, boolean, boolean]>([
  ["github.event_name != 'pull_request'", true, false],
  ["${{ github.event_name == 'pull_request' }}", false, false],
  ["matrix.emulated", false, false],
  ["matrix.image", true, false],
  ["always()", true, true],
  ["failure()", false, true],
  ["always() && matrix.emulated", false, false],
  ["success()", true, false],
])("%s is %s after a success and %s after a failure", (condition, afterSuccess, afterFailure) => {
  const after = (success: boolean): boolean =>
    isMet(condition, { ...scope, status: { success, failure: !success } });
  expect([after(true), after(false)]).toEqual([afterSuccess, afterFailure]);
});

test("a condition that GitHub would read as text throws", () => {
  const status = { success: true, failure: false };
  const condition = "${{ github.ref_type }} == 'branch'";
  expect(() => isMet(condition, { ...scope, status })).toThrow("half in braces");
});
