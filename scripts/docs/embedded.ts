/** Replaces the generated part of a document, between two comments that name it. */
export function embed(document: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the lines '${begin}' and '${end}' are missing`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}

/** A collapsed block of YAML. Without the comment the formatter would reformat it. */
export function folded(summary: string, yaml: string): string {
  return [
    "<details>",
    `<summary>${summary}</summary>`,
    "",
    "<!-- prettier-ignore -->",
    "```yaml",
    yaml.trimEnd(),
    "```",
    "",
    "</details>",
  ].join("\n");
}

/**
 * The output of a command as shown in a document. The system tests compare it with the real output.
 */
export function shownOutput(document: string, command: string): string {
  const [, after = ""] = document.split(`<!-- shows: ${command} -->\n`);
  const [, output] = /^\n```text\n([^]*?)\n```\n/.exec(after) ?? [];
  if (output === undefined) throw new Error(`the output of '${command}' is missing`);
  return output;
}
