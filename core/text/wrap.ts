/** A command or an address is meant to be copied, so it is not broken. */
function isForCopying(text: string): boolean {
  return !/\s/.test(text) || /^(?:docker|gh|git|npm|npx|printf|pulumi) /.test(text);
}

/**
 * Breaks text into lines of at most `columns`. The first line begins with `prefix`, and the others
 * are indented by its length. Commands and addresses are never broken.
 */
export function wrap(text: string, columns: number, prefix: string): string[] {
  const indent = " ".repeat(prefix.length);
  const lines: string[] = [];
  let line = prefix;
  let isEmpty = true;
  for (const word of isForCopying(text) ? [text] : text.split(/\s+/)) {
    const longer = isEmpty ? line + word : `${line} ${word}`;
    if (isEmpty || longer.length <= columns) line = longer;
    else {
      lines.push(line);
      line = indent + word;
    }
    isEmpty = false;
  }
  return [...lines, line];
}
