import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderSettingsPage } from "./settingsPage";
import { stackSchema } from "../../stack/settings/schema/stack";

/** The documents generated from the schema, by file. */
export function renderSettingsDocuments(): Readonly<Record<string, string>> {
  return {
    "docs/settings.md": renderSettingsPage(),
    "docs/stack.schema.json": formatJson(stackSchema()),
  };
}

/** Writes each file that is not current, and prints the result. */
export function writeDocuments(texts: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(texts)) {
    const path = join(__dirname, "..", "..", file);
    const current = readIfExists(path) === text;
    if (!current) writeFileSync(path, text);
    process.stdout.write(`${file}: ${current ? "current" : "written"}\n`);
  }
}

function readIfExists(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** The formatter's line width; the generated file passes its check. */
const width = 100;

/** A value as the text of a JSON file. */
export function formatJson(value: unknown): string {
  return `${formatValue(value, 0, 0)}\n`;
}

/** JSON as the formatter prints it: a list stays on one line if it fits, a map never does. */
function formatValue(value: unknown, indent: number, before: number): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return isList ? "[]" : "{}";
  const pad = " ".repeat(indent + 2);
  const inner = entries.map(([key, each]) => {
    const label = isList ? "" : `${JSON.stringify(key)}: `;
    return label + formatValue(each, indent + 2, indent + 2 + label.length);
  });
  const line = `[${inner.join(", ")}]`;
  // One more for a comma.
  if (isList && !line.includes("\n") && before + line.length + 1 <= width) return line;
  const [open, close] = isList ? "[]" : "{}";
  return `${open ?? ""}\n${pad}${inner.join(`,\n${pad}`)}\n${" ".repeat(indent)}${close ?? ""}`;
}
