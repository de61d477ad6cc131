import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findCommandLines, type CommandLine } from "./commandLines";
import { readMarkdown } from "./markdown";
import { findDifference } from "./shown";

const root = join(__dirname, "..", "..", "..");

export interface Page {
  readonly file: string;
  readonly text: string;
}

/** A block that shows real output. */
export interface Shown {
  readonly file: string;
  readonly line: number;
  readonly shows: string;
  readonly text: string;
}

/** The README in each language, and all of docs. */
export function readPages(): readonly Page[] {
  const names = [
    ...readdirSync(root).filter((name) => /^README(?:\.\w+)?\.md$/.test(name)),
    ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => join("docs", name)),
  ];
  return names.sort().map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
}

export function listCommandLines(): readonly CommandLine[] {
  return readPages().flatMap(({ file, text }) => findCommandLines(file, text));
}

/** The blocks with a `shows` mark. */
export function listShownBlocks(): readonly Shown[] {
  return readPages().flatMap(({ file, text }) =>
    readMarkdown(text).fences.flatMap(({ line, shows, lines }) =>
      shows === undefined
        ? []
        : [{ file, line, shows, text: lines.map((each) => each.text).join("\n") }],
    ),
  );
}

/** Compares each block with this mark with the output; there must be at least one. */
export function expectShown(shows: string, output: string): void {
  const blocks = listShownBlocks().filter((block) => block.shows === shows);
  const others = blocks.flatMap(({ file, line, text }) => {
    const found = findDifference(text, output);
    return found === undefined ? [] : [`${file}:${line} shows otherwise: ${found}`];
  });
  if (blocks.length === 0) others.push(`no page has the mark <!-- shows: ${shows} -->`);
  if (others.length > 0) throw new Error([...others, "What was printed:", output].join("\n"));
}

/** The settings block on a page that contains this line. */
export function findSettings(file: string, line: string): string {
  const { text } = readPages().find((page) => page.file === file) ?? { text: "" };
  const fence = readMarkdown(text).fences.find(
    ({ language, lines }) => language === "yaml" && lines.some((each) => each.text.trim() === line),
  );
  if (fence === undefined) throw new Error(`${file} has no settings with the line '${line}'`);
  return fence.lines.map((each) => each.text).join("\n");
}

/** Whether a file of this project contains the text. */
export function fileContains(file: string, text: string): boolean {
  const path = join(root, file);
  return existsSync(path) && readFileSync(path, "utf8").includes(text);
}
