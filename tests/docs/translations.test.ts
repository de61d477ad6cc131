import { dirname, join, normalize } from "node:path";
import { pages, sectionsOf, textOf, type Section } from "./markdown";

const languages = ["ru", "zh"] as const;

/** The English page that one is a translation of; itself where it is none. */
function originalOf(page: string): string {
  return page
    .replace(/^docs\/(?:ru|zh)\//, "docs/")
    .replace(/^README\.(?:ru|zh)\.md$/, "README.md");
}

const translations = pages().filter((page) => originalOf(page) !== page);

/** Where a link leads, told alike in each language: a page's translation is that page. */
function targetOf(page: string, link: string): string {
  if (/^https?:\/\//.test(link)) return link;
  const [path = "", id = ""] = link.split("#");
  const target = path === "" ? page : normalize(join(dirname(page), path));
  return `${originalOf(target)}#${id}`;
}

/** What of a section no language changes. The title's words are its own. */
function fixed(page: string, { level, id, lines, blocks, links, code }: Section): object {
  return {
    level,
    id: level < 2 ? "" : id,
    lines,
    blocks,
    links: links.map((link) => targetOf(page, link)).sort(),
    code: [...new Set(code)].sort(),
  };
}

function fixedOf(page: string, text: string): readonly object[] {
  return sectionsOf(text).map((section) => fixed(page, section));
}

describe.each(translations)("%s", (page) => {
  const original = originalOf(page);

  it("has the sections of the English page, with the same code and links", () => {
    expect(fixedOf(page, textOf(page))).toEqual(fixedOf(original, textOf(original)));
  });

  it("is told in its language, and not in English", () => {
    const isRussian = /^docs\/ru\/|\.ru\.md$/.test(page);
    const letters = isRussian ? /\p{Script=Cyrillic}/u : /\p{Script=Han}/u;
    const paragraphs = textOf(page)
      .replace(/^ *```[^]*?^ *```$/gm, "")
      .split(/\n\n+/)
      // What is code, a link, an anchor or a name alone has no language.
      .filter((text) =>
        /[A-Za-z]{3}/.test(text.replace(/`[^`]*`|\]\([^)]*\)|<[^>]*>|pulumi(?:-ghcr)?/gi, "")),
      );
    expect(paragraphs.filter((text) => !letters.test(text))).toEqual([]);
  });
});

it.each(["docs/tokens.md", "docs/troubleshooting.md"])("%s is there in each language", (page) => {
  const wanted = languages.map((language) => page.replace("docs/", `docs/${language}/`));
  expect(translations).toEqual(expect.arrayContaining(wanted));
});

describe("what no language changes", () => {
  const english = "# A\n\n## B c\n\n[x](b.md#d), `e`\n\n```sh\nf\n```\n\n### G\n";
  const same =
    '# А\n\n<a id="b-c"></a>\n\n## Б\n\n`e` и [икс](../b.md#d)\n\n```sh\nf\n```\n\n<a id="g"></a>\n\n### Г\n';
  const told = (text: string): readonly object[] => fixedOf("docs/ru/a.md", text);

  it("is the same", () => {
    expect(told(same)).toEqual(fixedOf("docs/a.md", english));
  });

  it.each([
    ["a section that is wanting", same.replace(/<a id="g">[^]*/, "")],
    ["a paragraph that is wanting", same.replace("`e` и [икс](../b.md#d)\n\n", "")],
    ["another paragraph", same.replace("\n### Г", "Ещё.\n\n### Г")],
    ["another level", same.replace("### Г", "## Г")],
    ["another anchor", same.replace('"b-c"', '"b"')],
    ["no anchor", same.replace('<a id="g"></a>\n\n', "")],
    ["another command", same.replace("\nf\n", "\ng\n")],
    ["another language of a block", same.replace("```sh", "```text")],
    ["another link", same.replace("../b.md#d", "../b.md")],
    ["another piece of code", same.replace("`e`", "`h`")],
  ])("%s is seen", (_, text) => {
    expect(text).not.toBe(same);
    expect(told(text)).not.toEqual(fixedOf("docs/a.md", english));
  });
});
