export type Substitutions = Readonly<Record<string, string>>;

/**
 * A line with its placeholders replaced by the reader's names and the sandbox's address. A
 * `…` without a replacement is a mistake in the story.
 */
export function substitute(line: string, words: Substitutions): string {
  const longestFirst = Object.keys(words).sort((one, other) => other.length - one.length);
  const any = longestFirst.map((word) => word.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&")).join("|");
  const pattern = new RegExp(`(?<![\\w.])(?:${any})(?![\\w])`, "g");
  const text = line.replace(pattern, (word) => words[word] ?? word);
  if (text.includes("…")) throw new Error(`'${line}': no replacement for …`);
  return text;
}
