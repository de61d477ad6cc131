/** The pairs that a step wrote to GITHUB_OUTPUT or GITHUB_ENV: `NAME=VALUE`, or `NAME<<END` and lines. */
export function readPairs(text: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  const lines = text.split("\n");
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line === "") continue;
    const [, name = "", kind, rest = ""] = /^(.*?)(=|<<)(.*)$/.exec(line) ?? [];
    if (name === "") throw new Error(`Invalid format '${line}'`);
    if (kind === "=") pairs[name] = rest;
    else {
      const end = lines.indexOf(rest);
      if (end < 0 || rest === "") throw new Error(`Matching delimiter not found '${rest}'`);
      pairs[name] = lines
        .splice(0, end + 1)
        .slice(0, -1)
        .join("\n");
    }
  }
  return pairs;
}
