/** One of the login methods in `WWW-Authenticate` (RFC 9110, 11.6.1). */
export interface Challenge {
  /** In lower case, as are the parameters' names. */
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const maxHeaderLength = 8 * 1024;
const maxChallenges = 16;
const maxParameters = 32;

const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const token68 = /[A-Za-z0-9._~+/-]+=*(?=[ \t]*(?:,|$))/y;
const quoted = /"((?:[^"\\]|\\.)*)"/sy;
const blanks = /[ \t]*/y;
const separators = /[ \t,]*/y;

/**
 * Parses all challenges of a header, up to the first syntax error. Each step consumes at least one
 * character of a bounded text.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  if (header.length > maxHeaderLength) return [];
  const reader = new Reader(header);
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  for (;;) {
    reader.take(separators);
    const name = reader.take(token)?.toLowerCase();
    if (name === undefined) return challenges;
    const hasBlank = reader.take(blanks) !== "";
    const current = challenges.at(-1);
    if (reader.at("=")) {
      const value = current === undefined ? undefined : reader.value();
      if (current === undefined || value === undefined) return challenges;
      if (current.parameters.size >= maxParameters) return challenges;
      // A duplicate name is an error; it must not replace the first value.
      if (!current.parameters.has(name)) current.parameters.set(name, value);
    } else {
      if (challenges.length >= maxChallenges) return challenges;
      challenges.push({ scheme: name, parameters: new Map() });
      if (hasBlank) reader.take(token68);
    }
  }
}

/** The first challenge for a bearer token, if there is one. */
export function bearerChallenge(header: string): Challenge | undefined {
  return parseChallenges(header).find(({ scheme }) => scheme === "bearer");
}

class Reader {
  private position = 0;

  constructor(private readonly text: string) {}

  at(character: string): boolean {
    return this.text[this.position] === character;
  }

  /** The text that the pattern matches at this position, if it does. */
  take(pattern: RegExp): string | undefined {
    return this.match(pattern)?.[0];
  }

  /** The value after `=`: a token, or a quoted string with `\` escapes. */
  value(): string | undefined {
    this.position += 1;
    this.take(blanks);
    if (!this.at('"')) return this.take(token);
    return this.match(quoted)?.[1]?.replace(/\\(.)/gs, "$1");
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (found !== null) this.position = pattern.lastIndex;
    return found;
  }
}
