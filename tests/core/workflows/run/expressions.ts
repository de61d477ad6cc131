import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

export type Value =
  string | number | boolean | null | readonly Value[] | Known | { readonly [name: string]: Value };

/**
 * Values that must be there where they are asked for. To GitHub a name that nobody gave is an empty
 * text; in a test it is a slip.
 */
export class Known {
  constructor(
    readonly name: string,
    readonly values: Readonly<Record<string, Value>>,
  ) {}
}

/** Whether the steps or jobs before went well: what `success()` and its like tell. */
export interface Status {
  readonly success: boolean;
  readonly failure: boolean;
}

/** What an expression may ask for where it stands. */
export interface Scope {
  readonly contexts: Readonly<Record<string, Value>>;
  /** Only conditions may ask for it. */
  readonly status?: Status;
}

type Data = ReturnType<Evaluator["evaluate"]>;

class KnownData extends data.Dictionary {
  constructor(private readonly known: Known) {
    super();
    for (const [key, value] of Object.entries(known.values)) this.add(key, dataOf(value));
  }

  override get(key: string): Data {
    const found = super.get(key);
    if (found === undefined) throw new Error(`there is no ${this.known.name}.${key}`);
    return found;
  }
}

function dataOf(value: Value): Data {
  if (value === null) return new data.Null();
  if (typeof value === "string") return new data.StringData(value);
  if (typeof value === "number") return new data.NumberData(value);
  if (typeof value === "boolean") return new data.BooleanData(value);
  if (value instanceof Known) return new KnownData(value);
  if (isList(value)) return new data.Array(...value.map(dataOf));
  const pairs = Object.entries(value).map(([key, each]) => ({ key, value: dataOf(each) }));
  return new data.Dictionary(...pairs);
}

function isList(value: object): value is readonly Value[] {
  return Array.isArray(value);
}

const statusNames = ["always", "cancelled", "failure", "success"];

/** By GitHub's own evaluator. A context or function that is not to be had there is thrown. */
function evaluate(expression: string, { contexts, status }: Scope): Data {
  const answers = { always: true, cancelled: false, ...status };
  const functions = Object.entries(status === undefined ? {} : answers).map(([name, answer]) => ({
    ...{ name, description: name, minArgs: 0, maxArgs: 0 },
    call: () => new data.BooleanData(answer),
  }));
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  const values = new data.Dictionary(
    ...Object.entries(contexts).map(([key, value]) => ({ key, value: dataOf(value) })),
  );
  const byName = new Map(functions.map((each) => [each.name, each]));
  return new Evaluator(parsed, values, byName).evaluate();
}

/** A text with its expressions replaced by what they come to. */
export function fill(text: string, scope: Scope): string {
  const pattern = /\$\{\{((?:'(?:[^']|'')*'|[^'}]|\}(?!\}))*)\}\}/g;
  if (text.replace(pattern, "").includes("${{")) {
    throw new Error(`an expression is not closed: ${text}`);
  }
  return text.replace(pattern, (_whole, expression: string) =>
    evaluate(expression, scope).coerceString(),
  );
}

export function fillAll(
  texts: Readonly<Record<string, string>>,
  scope: Scope,
): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill(text, scope)]));
}

/** Without a word of its own about the status a condition wants success as well. */
export function isMet(condition: string, scope: Scope & { readonly status: Status }): boolean {
  const expression = /^\s*\$\{\{([^]*)\}\}\s*$/.exec(condition)?.[1] ?? condition;
  // Half in braces, GitHub reads a text that is never empty, and so always true.
  if (expression.includes("${{")) throw new Error(`a condition is half in braces: ${condition}`);
  const { tokens } = new Lexer(expression).lex();
  const asksStatus = tokens.some(
    ({ lexeme }, index) =>
      statusNames.includes(lexeme.toLowerCase()) && tokens[index + 1]?.lexeme === "(",
  );
  const whole = asksStatus ? expression : `success() && (${expression})`;
  return evaluate(`!(${whole})`, scope).coerceString() === "false";
}
