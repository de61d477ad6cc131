/** A command or an address is for copying, so it stays in one piece. */
function isForCopying(text: string): boolean {
  return !/\s/.test(text) || /^(?:docker|gh|git|npm|npx|pulumi) /.test(text);
}

/**
 * Lines of at most so many columns, the first one behind `first` and the others as far to the
 * right. What is for copying is never broken.
 */
export function wrap(text: string, columns: number, first: string): string[] {
  const indent = " ".repeat(first.length);
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of isForCopying(text) ? [text] : text.split(/\s+/)) {
    const next = isEmpty ? line + word : `${line} ${word}`;
    if (isEmpty || next.length <= columns) line = next;
    else {
      lines.push(line);
      line = indent + word;
    }
    isEmpty = false;
  }
  return [...lines, line];
}
