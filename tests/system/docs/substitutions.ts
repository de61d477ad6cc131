export type Substitutions = Readonly<Record<string, string>>;

/**
 * A line with what its reader writes in place of its words: his names, and the sandbox's address. A
 * `…` that nothing stands for is a mistake of the story.
 */
export function substituted(line: string, words: Substitutions): string {
  const longestFirst = Object.keys(words).sort((one, other) => other.length - one.length);
  const any = longestFirst.map((word) => word.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&")).join("|");
  const pattern = new RegExp(`(?<![\\w.])(?:${any})(?![\\w])`, "g");
  const text = line.replace(pattern, (word) => words[word] ?? word);
  if (text.includes("…")) throw new Error(`'${line}': nothing stands for … in it`);
  return text;
}
