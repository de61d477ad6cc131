/** The sign for any text between the words. */
const gap = "…";

type Variants = readonly string[];

/**
 * The texts that a pattern matches, for people to search: `installation not allowed to Create
 * organization package`. There is one for each alternative. An optional letter is included; with
 * `all` there is a text with it and one without.
 */
export function listWordings({ source }: RegExp, all = false): Variants {
  const reader = new Reader(source, all);
  const found = reader.alternatives();
  return [...new Set(found.map(tidy))];
}

const tidy = (text: string): string => text.replace(/…(?:[…. ]*…)?/g, gap).trim();

class Reader {
  #at = 0;

  constructor(
    private readonly source: string,
    private readonly all: boolean,
  ) {}

  /** Reads up to the end of the group or the pattern. */
  alternatives(): Variants {
    const found = [...this.#sequence()];
    while (this.#peek() === "|") {
      this.#at += 1;
      found.push(...this.#sequence());
    }
    return found;
  }

  #sequence(): Variants {
    let found: Variants = [""];
    for (
      let next = this.#peek();
      next !== "" && next !== "|" && next !== ")";
      next = this.#peek()
    ) {
      const part = this.#part();
      found = found.flatMap((before) => part.map((each) => before + each));
    }
    return found;
  }

  #part(): Variants {
    const isGroup = this.#peek() === "(";
    const one = isGroup ? this.#group() : this.#peek() === "[" ? this.#class() : this.#character();
    if (this.#peek() === "?") {
      this.#at += 1;
      return isGroup || this.all ? [...one, ""] : one;
    }
    const [times] = /^\{[\d,]+\}/.exec(this.source.slice(this.#at)) ?? [];
    if (times === undefined) return one;
    this.#at += times.length;
    return [gap];
  }

  #group(): Variants {
    this.#at += "(?:".length;
    const found = this.alternatives();
    this.#at += ")".length;
    return found;
  }

  /** Listed characters are alternatives; a range or a negated class is a gap. */
  #class(): Variants {
    const [whole = "["] = /^\[(?:\\.|[^\]\\])*\]/.exec(this.source.slice(this.#at)) ?? [];
    this.#at += whole.length;
    const within = whole.slice(1, -1);
    const isPlain = !/^\^|\\|[a-z0-9]-[a-z0-9]/i.test(within);
    return isPlain ? Array.from(within) : [gap];
  }

  #character(): Variants {
    const character = this.#peek();
    this.#at += 1;
    if (character === "^" || character === "$") return [""];
    if (character !== "\\") return [character];
    const escaped = this.#peek();
    this.#at += 1;
    if (escaped === "b") return [""];
    return /[a-z]/i.test(escaped) ? [gap] : [escaped];
  }

  #peek(): string {
    return this.source.charAt(this.#at);
  }
}
