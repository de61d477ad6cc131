import { DockerIgnore } from "../../../core/source/dockerignore";

/** The expected results are those of github.com/moby/patternmatcher, which BuildKit uses. */
it.each<[string, readonly string[], readonly string[]]>([
  ["node_modules", ["node_modules", "node_modules/a/b.js"], ["a/node_modules/b", "node_modules2"]],
  ["/node_modules/", ["node_modules/a"], ["a/node_modules"]],
  ["./dist", ["dist/a"], ["adist"]],
  ["**/node_modules", ["node_modules/a", "a/b/node_modules/c"], ["a/node_modules2"]],
  ["*.md", ["README.md"], ["docs/README.md", "README.mdx"]],
  ["**/*.md", ["README.md", "docs/a/README.md"], ["README.mdx"]],
  ["docs/**", ["docs/a", "docs/a/b"], ["docs", "doc/a"]],
  ["a?c", ["abc"], ["a/c", "ac", "abbc"]],
  ["a[0-9]c", ["a1c"], ["abc"]],
  ["a[^0-9]c", ["abc"], ["a1c"]],
  ["a.b+(c)", ["a.b+(c)"], ["axb+(c)", "a.bb(c)"]],
  ["\\*", ["*"], ["a"]],
  ["\\d", ["d"], ["1"]],
  ["a]", ["a]"], ["a"]],
  ["[a\\-c]", ["-", "a"], ["b"]],
  ["[a-c[]", ["b", "["], ["d"]],
  ["?.txt", ["😀.txt", "ä.txt"], ["ab.txt"]],
  ["# a comment\n\n  spaced  \n", ["spaced"], ["# a comment", "a"]],
  ["\uFEFFfirst\r\nsecond\r\n", ["first", "second"], []],
  ["*\n!src", ["a", ".git/config"], ["src", "src/a.ts"]],
  ["*.md\n!README.md\nREADME-secret.md", ["a.md", "README-secret.md"], ["README.md"]],
  ["node_modules\n!node_modules/keep", ["node_modules/a"], ["node_modules/keep/b"]],
  ["!a\na", ["a"], []],
  ["[", [], ["[", "a"]],
  ["", [], ["a"]],
])("%j excludes %j, and not %j", (text, excluded, included) => {
  const ignore = new DockerIgnore(text);
  expect(excluded.filter((path) => !ignore.ignores(path))).toEqual([]);
  expect(included.filter((path) => ignore.ignores(path))).toEqual([]);
});

it.each([
  ["a\n!b", true],
  ["a\nb", false],
])("%j has exceptions: %s", (text, hasExceptions) => {
  expect(new DockerIgnore(text).hasExceptions).toBe(hasExceptions);
});
