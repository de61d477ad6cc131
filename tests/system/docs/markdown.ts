/** A line of a page, by the number that an editor shows. */
export interface Line {
  readonly line: number;
  readonly text: string;
}

export interface Fence {
  readonly line: number;
  /** The language after the opening fence; empty if there is none. */
  readonly language: string;
  /** The mark in the comment `<!-- shows: … -->` before it. */
  readonly shows?: string;
  readonly lines: readonly Line[];
}

export interface Markdown {
  readonly fences: readonly Fence[];
  /** Each inline code outside of them. */
  readonly codes: readonly Line[];
  /** The page with empty lines in place of the fences. */
  readonly prose: readonly string[];
}

const opening = /^(\s*)(`{3,}|~{3,})\s*([^\s`]*)/;
const mark = /<!--\s*shows:\s*(.*?)\s*-->/;
const comment = /^\s*<!--.*-->\s*$/;

/** Reads the parts of a page that may contain commands: code blocks and inline code. */
export function readMarkdown(page: string): Markdown {
  const fences: Fence[] = [];
  const prose: string[] = [];
  let open: { fence: Fence; lines: Line[]; indent: string; end: string } | undefined;
  let shows: string | undefined;
  for (const [index, text] of page.split("\n").entries()) {
    const line = index + 1;
    if (open !== undefined) {
      prose.push("");
      if (isEnd(text, open.end)) {
        fences.push(open.fence);
        open = undefined;
      } else open.lines.push({ line, text: removeIndent(text, open.indent) });
      continue;
    }
    const [, indent = "", end, language = ""] = opening.exec(text) ?? [];
    if (end === undefined) {
      prose.push(text);
      shows =
        mark.exec(text)?.[1] ?? (text.trim() === "" || comment.test(text) ? shows : undefined);
      continue;
    }
    prose.push("");
    const lines: Line[] = [];
    const fence = { line, language, ...(shows !== undefined && { shows }), lines };
    open = { fence, lines, indent, end };
    shows = undefined;
  }
  if (open !== undefined) throw new Error(`line ${open.fence.line}: the fence has no end`);
  return { fences, codes: findCodes(prose.join("\n")), prose };
}

function isEnd(text: string, end: string): boolean {
  const trimmed = text.trim();
  return trimmed.length >= end.length && trimmed === (end[0] ?? "").repeat(trimmed.length);
}

function removeIndent(text: string, indent: string): string {
  return text.startsWith(indent) ? text.slice(indent.length) : text.trimStart();
}

/** Reads by paragraph, because inline code can span lines, but not paragraphs. */
function findCodes(prose: string): readonly Line[] {
  const visible = prose.replace(/<!--[^]*?-->/g, (hidden) => hidden.replace(/[^\n]/g, ""));
  const codes: Line[] = [];
  for (const paragraph of visible.matchAll(/(?:[^\n]*\S[^\n]*\n?)+/g)) {
    for (const found of paragraph[0].matchAll(/(?<!`)(`+)(?!`)([^]+?)(?<!`)\1(?!`)/g)) {
      const before = visible.slice(0, paragraph.index + found.index);
      const code = (found[2] ?? "").replaceAll("\n", " ").replaceAll("\\|", "|").trim();
      codes.push({ line: before.split("\n").length, text: code });
    }
  }
  return codes;
}
