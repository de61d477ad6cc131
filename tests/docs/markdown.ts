import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readMarkdown } from "../system/docs/markdown";
import { readPages } from "../system/docs/pages";

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
  return [...readPages().map(({ file }) => file), "sandbox/README.md"];
}

export function textOf(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

const inlineCode = /(`+)(?!`)([^]*?[^`])\1(?!`)/g;
const heading = /^(#{1,6}) (.*)$/;
const anchor = /^<a id="([^"]+)"><\/a>$/;

const sections = new Map<string, readonly Section[]>();

/** A page's sections in order; the text before the first heading has level 0. */
export function sectionsOf(page: string): readonly Section[] {
  // Many links lead to the same page.
  const known = sections.get(page) ?? splitIntoSections(page);
  sections.set(page, known);
  return known;
}

function splitIntoSections(page: string): readonly Section[] {
  const { fences, codes, prose } = readMarkdown(page);
  const idCounts = new Map<string, number>();
  let explicitId: string | undefined;
  const split: { level: number; id: string; line: number; lines: string[] }[] = [
    { level: 0, id: "", line: 1, lines: [] },
  ];
  for (const [index, text] of prose.entries()) {
    const [, marks = "", words = ""] = heading.exec(text) ?? [];
    if (marks !== "") {
      const slug = numbered(slugOf(words), idCounts);
      const id = explicitId ?? slug;
      split.push({ level: marks.length, id, line: index + 1, lines: [] });
      explicitId = undefined;
    }
    const named = anchor.exec(text)?.[1];
    if (named !== undefined) explicitId = named;
    split.at(-1)?.lines.push(text);
  }
  return split.map(({ level, id, line: first, lines }, index) => {
    const next = split[index + 1]?.line ?? Infinity;
    const isInside = ({ line }: { readonly line: number }): boolean => line >= first && line < next;
    const blocks = fences.filter(isInside);
    return {
      level,
      id,
      lines: lines.filter((text) => text.trim() !== "" && !anchor.test(text)).length,
      blocks: blocks.map((block) =>
        [block.language, ...block.lines.map(({ text }) => text), ""].join("\n"),
      ),
      links: linksOf(lines.join("\n").replace(inlineCode, "code")),
      code: codes.filter(isInside).map(({ text }) => text),
    };
  });
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
