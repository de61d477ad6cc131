import { dirname, join, normalize } from "node:path";
import { pages, sectionsOf, textOf, type Section } from "./markdown";

const languages = ["ru", "zh"] as const;
type Language = (typeof languages)[number];

/** The English page of a translation; any other page is its own original. */
function originalOf(page: string): string {
  return page
    .replace(/^docs\/(?:ru|zh)\//, "docs/")
    .replace(/^README\.(?:ru|zh)\.md$/, "README.md");
}

function languageOf(translation: string): Language {
  return /^docs\/ru\/|\.ru\.md$/.test(translation) ? "ru" : "zh";
}

function translationOf(page: string, language: Language): string {
  return page.startsWith("docs/")
    ? page.replace("docs/", `docs/${language}/`)
    : page.replace(/\.md$/, `.${language}.md`);
}

const translations = pages().filter((page) => originalOf(page) !== page);

/** The page of this project that a link leads to, or an external address. */
function pageOf(page: string, link: string): string {
  if (/^https?:\/\//.test(link)) return link;
  const [path = ""] = link.split("#");
  return path === "" ? page : normalize(join(dirname(page), path));
}

/** A link's target in any language: a translated page counts as its English page. */
function targetOf(page: string, link: string): string {
  if (/^https?:\/\//.test(link)) return link;
  return `${originalOf(pageOf(page, link))}#${link.split("#")[1] ?? ""}`;
}

/** A diagram without the column of words beside it: the rest is the same in each language. */
function withoutWords(block: string): string {
  if (!block.includes("▼")) return block;
  const column = /^.*?\S {2,}(?=\S)/m.exec(block)?.[0].length ?? 0;
  const lines = block.split("\n");
  return lines.map((line) => line.slice(0, column).trimEnd()).join("\n");
}

/** The part of a section that no translation changes; the title's id is translated. */
function fixed(page: string, { level, id, lines, blocks, links, code }: Section): object {
  return {
    level,
    id: level < 2 ? "" : id,
    lines,
    blocks: blocks.map(withoutWords),
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

  it("links to the pages in its language, if they exist", () => {
    const missed = sectionsOf(textOf(page))
      .flatMap(({ links }) => links)
      .filter((link) => translations.includes(translationOf(pageOf(page, link), languageOf(page))))
      // Below the title, a page links to its English page.
      .filter((link) => pageOf(page, link) !== original);
    expect(missed).toEqual([]);
  });

  it("is written in its language, and not in English", () => {
    const letters = languageOf(page) === "ru" ? /\p{Script=Cyrillic}/u : /\p{Script=Han}/u;
    const paragraphs = textOf(page)
      .replace(/^ *```[^]*?^ *```$/gm, (block) => (block.includes("▼") ? block : ""))
      .split(/\n\n+/)
      // Code, links, anchors and names have no language.
      .filter((text) =>
        /[A-Za-z]{3}/.test(text.replace(/`[^`]*`|\]\([^)]*\)|<[^>]*>|pulumi(?:-ghcr)?/gi, "")),
      );
    expect(paragraphs.filter((text) => !letters.test(text))).toEqual([]);
  });
});

it.each(["README.md", "docs/tokens.md", "docs/troubleshooting.md"])(
  "%s is there in each language",
  (page) => {
    const expected = languages.map((language) => translationOf(page, language));
    expect(translations).toEqual(expect.arrayContaining(expected));
  },
);

describe("the untranslated part", () => {
  const english = "# A\n\n## B c\n\n[x](b.md#d), `e`\n\n```sh\nf\n```\n\n### G\n";
  const same =
    '# А\n\n<a id="b-c"></a>\n\n## Б\n\n`e` и [икс](../b.md#d)\n\n```sh\nf\n```\n\n<a id="g"></a>\n\n### Г\n';
  const findFixed = (text: string): readonly object[] => fixedOf("docs/ru/a.md", text);

  it("is the same", () => {
    expect(findFixed(same)).toEqual(fixedOf("docs/a.md", english));
  });

  it.each([
    ["a section that is missing", same.replace(/<a id="g">[^]*/, "")],
    ["a paragraph that is missing", same.replace("`e` и [икс](../b.md#d)\n\n", "")],
    ["another paragraph", same.replace("\n### Г", "Ещё.\n\n### Г")],
    ["another level", same.replace("### Г", "## Г")],
    ["another anchor", same.replace('"b-c"', '"b"')],
    ["no anchor", same.replace('<a id="g"></a>\n\n', "")],
    ["another command", same.replace("\nf\n", "\ng\n")],
    ["another language of a block", same.replace("```sh", "```text")],
    ["another link", same.replace("../b.md#d", "../b.md")],
    ["another piece of code", same.replace("`e`", "`h`")],
  ])("%s is detected", (_, text) => {
    expect(text).not.toBe(same);
    expect(findFixed(text)).not.toEqual(fixedOf("docs/a.md", english));
  });
});
