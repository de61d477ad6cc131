import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(__dirname, "..", "..");

/** A heading with everything up to the next heading. */
export interface Section {
  readonly level: number;
  /** The target of links: the anchor above the heading, or else GitHub's id for it. */
  readonly id: string;
  /** How many lines it has: of a paragraph one, of a list or a table one for each item. */
  readonly lines: number;
  /** Each fenced block, with its language before it. */
  readonly blocks: readonly string[];
  /** Each link as it is written. */
  readonly links: readonly string[];
  /** Each piece of code within a sentence. */
  readonly code: readonly string[];
}

/** The pages for people, by their path from the root. */
export function pages(): readonly string[] {
  const folders = ["docs", ...under("docs")];
  return [
    ...readdirSync(root).filter((name) => /^README(?:\.\w+)?\.md$/.test(name)),
    "sandbox/README.md",
    ...folders.flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter((name) => name.endsWith(".md"))
        .map((name) => `${folder}/${name}`),
    ),
  ];
}

function under(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${folder}/${name}`);
}

export function textOf(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

const fence = /^( *)(`{3,})([^\n`]*)\n([^]*?)^ *\2 *$/gm;
const inlineCode = /(`+)(?!`)([^]*?[^`])\1(?!`)/g;
const heading = /^(#{1,6}) (.*)$/;
const anchor = /^<a id="([^"]+)"><\/a>$/;

/** A page's sections in order; the text before the first heading has level 0. */
export function sectionsOf(page: string): readonly Section[] {
  const blocks: string[] = [];
  // Code contains no headings or links. A block is replaced by a mark.
  const text = page.replace(
    fence,
    (_block, indent: string, _ticks, language: string, code: string) => {
      blocks.push(`${language}\n${code.replace(new RegExp(`^ {0,${indent.length}}`, "gm"), "")}`);
      return `\ue000${blocks.length - 1}\ue000`;
    },
  );
  const idCounts = new Map<string, number>();
  let explicitId: string | undefined;
  const sections: { level: number; id: string; lines: string[] }[] = [
    { level: 0, id: "", lines: [] },
  ];
  for (const line of text.split("\n")) {
    const [, marks = "", words = ""] = heading.exec(line) ?? [];
    if (marks !== "") {
      const slug = numbered(slugOf(words), idCounts);
      sections.push({ level: marks.length, id: explicitId ?? slug, lines: [] });
      explicitId = undefined;
    }
    const named = anchor.exec(line)?.[1];
    if (named !== undefined) explicitId = named;
    sections.at(-1)?.lines.push(line);
  }
  return sections.map(({ level, id, lines }) => partsOf(level, id, lines.join("\n"), blocks));
}

function partsOf(level: number, id: string, text: string, blocks: readonly string[]): Section {
  const marked = [...text.matchAll(/\ue000(\d+)\ue000/g)];
  const code = [...text.matchAll(inlineCode)].map(([, , words = ""]) => words.trim());
  return {
    level,
    id,
    lines: text.split("\n").filter((line) => line.trim() !== "" && !anchor.test(line)).length,
    blocks: marked.map(([, index]) => blocks[Number(index)] ?? ""),
    links: linksOf(text.replace(inlineCode, "code")),
    code,
  };
}

/** `[text](target)`, `<https://…>`, and bare URLs. */
function linksOf(prose: string): readonly string[] {
  const targets = [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, to = ""]) => to);
  const bare = [...prose.matchAll(/(?<!\]\()\bhttps?:\/\/[^\s<>)]+/g)].map(([address]) =>
    address.replace(/[.,:;]+$/, ""),
  );
  return [...targets, ...bare];
}

/** The id that GitHub gives a heading. */
export function slugOf(words: string): string {
  return words
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replaceAll(" ", "-");
}

function numbered(slug: string, seen: Map<string, number>): string {
  const before = seen.get(slug);
  seen.set(slug, (before ?? 0) + 1);
  return before === undefined ? slug : `${slug}-${before}`;
}

/** All link targets within a page. */
export function idsOf(page: string): ReadonlySet<string> {
  const anchors = [...page.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id);
  return new Set([...anchors, ...sectionsOf(page).map(({ id }) => id)]);
}
