import { stringify } from "yaml";
import { byText } from "./image";

/**
 * YAML as a file, without the newline at its end: `pulumi stack output` adds it. What older readers
 * take for a number or a truth value (`012`, `yes`) stands in quotes.
 */
export function printYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, compat: "yaml-1.1" }).trimEnd();
}

/** JSON as a file, without the newline at its end. */
export function printJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** What stands under a name, and the image that it belongs to. */
export interface Named<Value> {
  readonly key: string;
  readonly image: string;
  readonly value: Value;
}

/** The values by their keys, in the order of these. Two images under one key are thrown. */
export function byKey<Value>(named: readonly Named<Value>[], what: string): Map<string, Value> {
  const found = new Map<string, Named<Value>>();
  for (const each of named) {
    const other = found.get(each.key);
    if (other !== undefined) {
      throw new Error(`'${other.image}' and '${each.image}' both have the ${what} '${each.key}'`);
    }
    found.set(each.key, each);
  }
  const entries = [...found].sort(([a], [b]) => byText(a, b));
  return new Map(entries.map(([key, { value }]) => [key, value]));
}

/** A map whose keys stand in an order of their own, whatever order they came in. */
export function sorted<Value>(values: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => byText(a, b)));
}
