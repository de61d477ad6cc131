import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

export type Value =
  | string
  | number
  | boolean
  | null
  | readonly Value[]
  | StrictValues
  | { readonly [name: string]: Value };

/**
 * Values whose missing keys throw. On GitHub a missing key is an empty string; in a test it is a
 * mistake.
 */
export class StrictValues {
  constructor(
    readonly name: string,
    readonly values: Readonly<Record<string, Value>>,
  ) {}
}

/** The status of the previous steps or jobs, for `success()` and similar functions. */
export interface Status {
  readonly success: boolean;
  readonly failure: boolean;
}

/** What an expression can use in its place. */
export interface Scope {
  readonly contexts: Readonly<Record<string, Value>>;
  /** For conditions only. */
  readonly status?: Status;
}

type Data = ReturnType<Evaluator["evaluate"]>;

class StrictData extends data.Dictionary {
  constructor(private readonly source: StrictValues) {
    super();
    for (const [key, value] of Object.entries(source.values)) this.add(key, dataOf(value));
  }

  override get(key: string): Data {
    const found = super.get(key);
    if (found === undefined) throw new Error(`there is no ${this.source.name}.${key}`);
    return found;
  }
}

function dataOf(value: Value): Data {
  if (value === null) return new data.Null();
  if (typeof value === "string") return new data.StringData(value);
  if (typeof value === "number") return new data.NumberData(value);
  if (typeof value === "boolean") return new data.BooleanData(value);
  if (value instanceof StrictValues) return new StrictData(value);
  if (isList(value)) return new data.Array(...value.map(dataOf));
  const pairs = Object.entries(value).map(([key, each]) => ({ key, value: dataOf(each) }));
  return new data.Dictionary(...pairs);
}

function isList(value: object): value is readonly Value[] {
  return Array.isArray(value);
}

const statusNames = ["always", "cancelled", "failure", "success"];

/** Uses GitHub's evaluator. Throws for an unavailable context or function. */
function evaluate(expression: string, { contexts, status }: Scope): Data {
  const results = { always: true, cancelled: false, ...status };
  const functions = Object.entries(status === undefined ? {} : results).map(([name, result]) => ({
    ...{ name, description: name, minArgs: 0, maxArgs: 0 },
    call: () => new data.BooleanData(result),
  }));
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  const values = new data.Dictionary(
    ...Object.entries(contexts).map(([key, value]) => ({ key, value: dataOf(value) })),
  );
  const byName = new Map(functions.map((each) => [each.name, each]));
  return new Evaluator(parsed, values, byName).evaluate();
}

/** Replaces the expressions in a text by their values. */
export function fill(text: string, scope: Scope): string {
  const pattern = /\$\{\{((?:'(?:[^']|'')*'|[^'}]|\}(?!\}))*)\}\}/g;
  if (text.replace(pattern, "").includes("${{")) {
    throw new Error(`an expression is not closed: ${text}`);
  }
  return text.replace(pattern, (_match, expression: string) =>
    evaluate(expression, scope).coerceString(),
  );
}

export function fillAll(
  texts: Readonly<Record<string, string>>,
  scope: Scope,
): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill(text, scope)]));
}

/** A condition without a status function also requires success. */
export function isMet(condition: string, scope: Scope & { readonly status: Status }): boolean {
  const expression = /^\s*\$\{\{([^]*)\}\}\s*$/.exec(condition)?.[1] ?? condition;
  // If only a part is in braces, GitHub reads non-empty text, which is always true.
  if (expression.includes("${{")) throw new Error(`a condition is half in braces: ${condition}`);
  const { tokens } = new Lexer(expression).lex();
  const hasStatusFunction = tokens.some(
    ({ lexeme }, index) =>
      statusNames.includes(lexeme.toLowerCase()) && tokens[index + 1]?.lexeme === "(",
  );
  const fullExpression = hasStatusFunction ? expression : `success() && (${expression})`;
  return evaluate(`!(${fullExpression})`, scope).coerceString() === "false";
}
