/** Where a document shows what is made from the sources: between two comments that name it. */
export function embed(document: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`it wants the lines '${begin}' and '${end}'`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}

/** A text that a page shows when it is asked to. The formatter would write the YAML anew. */
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

/** A workflow with the length of each step's shell in the place of the shell. */
export function withoutShell(workflow: string): string {
  return workflow.replace(
    /^( +)run: \|\n((?:\1 +.*\n|\n(?=\1 |\n))+)/gm,
    (_block, indent: string, shell: string) => {
      const count = shell.trimEnd().split("\n").length;
      return `${indent}run: … # ${count} ${count === 1 ? "line" : "lines"} of shell\n`;
    },
  );
}
