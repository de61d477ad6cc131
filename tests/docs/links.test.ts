import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { idsOf, pages, root, sectionsOf, textOf } from "./markdown";

/** The problem with a link of a page; undefined if its target exists. */
function problemOf(page: string, link: string, text: string): string | undefined {
  if (/^https?:\/\//.test(link)) {
    return URL.canParse(link) ? undefined : "is not an address";
  }
  const [path = "", id] = link.split("#");
  const target = path === "" ? page : normalize(join(dirname(page), path));
  if (path !== "" && !existsSync(join(root, target)))
    return `leads to ${target}, which does not exist`;
  if (id === undefined) return undefined;
  const ids = idsOf(path === "" ? text : textOf(target));
  return ids.has(id) ? undefined : `leads to #${id}, which ${target} does not have`;
}

function problemsOf(page: string, text: string): readonly string[] {
  return sectionsOf(text)
    .flatMap(({ links }) => links)
    .flatMap((link) => {
      const problem = problemOf(page, link, text);
      return problem === undefined ? [] : [`${link} ${problem}`];
    });
}

it.each(pages())("each link of %s has a target", (page) => {
  expect(problemsOf(page, textOf(page))).toEqual([]);
});

it.each(pages())("each code block of %s has a language: sh for what is typed", (page) => {
  const blocks = sectionsOf(textOf(page)).flatMap((section) => section.blocks);
  expect(blocks.filter((block) => block.startsWith("\n"))).toEqual([]);
});

it("each page is reached from the README", () => {
  const reached = new Set(["README.md"]);
  for (const page of reached) {
    const targets = sectionsOf(textOf(page))
      .flatMap(({ links }) => links)
      .filter((link) => !/^https?:|^#/.test(link))
      .map((link) => normalize(join(dirname(page), link.split("#")[0] ?? "")));
    for (const target of targets) if (target.endsWith(".md")) reached.add(target);
  }
  expect(pages().filter((page) => !reached.has(page))).toEqual([]);
});

it("the index of the documentation has each page once", () => {
  const index = "docs/README.md";
  const listed = sectionsOf(textOf(index))
    .flatMap(({ links }) => links)
    .map((link) => normalize(join("docs", link)))
    .filter((page) => page.startsWith("docs/") && page.endsWith(".md"));
  const expected = pages().filter((page) => page.startsWith("docs/") && page !== index);
  expect(listed.sort()).toEqual([...expected].sort());
});

it.each([
  ["[a](token.md)", ["token.md leads to docs/token.md, which does not exist"]],
  ["[`a`](nothing.md)", ["nothing.md leads to docs/nothing.md, which does not exist"]],
  [
    "[a](../README.md#nowhere)",
    ["../README.md#nowhere leads to #nowhere, which README.md does not have"],
  ],
  ["# A\n\n# A\n\n[a](#a-1) [a](#a-2)", ["#a-2 leads to #a-2, which docs/a.md does not have"]],
  ["<https://[>", ["https://[ is not an address"]],
])("%j has the problems %j", (text, expected) => {
  expect(problemsOf("docs/a.md", text)).toEqual(expected);
});
