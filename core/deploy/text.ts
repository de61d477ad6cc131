import { Document, isNode } from "yaml";
import { compareTexts } from "./image";

/** A comment before the value at a path; undefined for none. */
export interface YamlComment {
  readonly path: readonly (string | number)[];
  readonly comment: string | undefined;
}

/**
 * YAML without the final newline, which `pulumi stack output` adds. Text that a YAML 1.1 parser reads
 * as a number or a boolean (`012`, `yes`) is quoted.
 */
export function printYaml(value: unknown, comments: readonly YamlComment[] = []): string {
  const document = new Document(value, { compat: "yaml-1.1" });
  for (const { path, comment } of comments) {
    const node = document.getIn(path, true);
    if (comment !== undefined && isNode(node)) node.commentBefore = comment;
  }
  return document.toString({ lineWidth: 0 }).trimEnd();
}

/** JSON without the final newline. */
export function printJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** A value with its key, and the image that it belongs to. */
export interface KeyedValue<Value> {
  readonly key: string;
  readonly image: string;
  readonly value: Value;
}

/** The values by key, sorted by key. Throws if two images have the same key. */
export function collectByKey<Value>(
  values: readonly KeyedValue<Value>[],
  keyName: string,
): Map<string, Value> {
  const byKey = new Map<string, KeyedValue<Value>>();
  for (const each of values) {
    const other = byKey.get(each.key);
    if (other !== undefined) {
      throw new Error(
        `'${other.image}' and '${each.image}' both have the ${keyName} '${each.key}'`,
      );
    }
    byKey.set(each.key, each);
  }
  const entries = [...byKey].sort(([a], [b]) => compareTexts(a, b));
  return new Map(entries.map(([key, { value }]) => [key, value]));
}

/** The same map with sorted keys. */
export function sortKeys<Value>(values: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => compareTexts(a, b)));
}
