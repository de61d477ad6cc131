import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { READABLE, replaceFile } from "../../../sandbox/files";
import type { ComparisonResult, Report } from "../model";
import { renderMarkdown } from "./markdown";
import { renderSvg } from "./svg";

/**
 * Writes a comparison's result beside those of the others, in the order of their names. Each file is
 * replaced at once.
 */
export async function addResult(
  folder: string,
  result: ComparisonResult,
  names: readonly string[],
): Promise<void> {
  const others = readReport(folder).comparisons.filter(({ name }) => name !== result.name);
  const report: Report = {
    comparisons: names.flatMap((name) => [...others, result].filter((each) => each.name === name)),
  };
  const files = {
    "results.json": `${JSON.stringify(report, null, 2)}\n`,
    "results.md": renderMarkdown(report),
    "results.svg": renderSvg(report),
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files))
    await replaceFile(resolve(folder, name), content, READABLE);
  console.log(`Written to ${folder}: ${Object.keys(files).join(", ")}`);
}

function readReport(folder: string): Report {
  const file = resolve(folder, "results.json");
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as Report)
    : { comparisons: [] };
}
