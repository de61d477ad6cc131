import { z } from "zod";
import { countProblem } from "../../../core/workflows/cleanup";
import { formatValue } from "../problems/format";
import { dateProblem } from "./values";

/** What the schema tells of a setting beside its type; the documents are made from it. */
export interface SettingMeta {
  readonly description: string;
  /** The value that is taken where none is written. */
  readonly default?: unknown;
  /** The default in words, where it is no value that one could write. */
  readonly defaultIs?: string;
  readonly examples?: readonly unknown[];
  /** What a text means where a map is wanted. */
  readonly short?: string;
  /** What `true` and `false` mean where a map is wanted. */
  readonly switch?: string;
  /** What an example needs beside the setting, or beside the map that it is in. */
  readonly beside?: Readonly<Record<string, unknown>>;
  /** Whether nothing behind the name means that all is default. */
  readonly mayBeEmpty?: boolean;
  /** The fix where the setting must be there and is not. */
  readonly missing?: string;
}

/** Text that a function finds nothing wrong with. */
export function text(problemOf: (text: string) => string | undefined = noProblem): z.ZodString {
  return z.string().superRefine((value, context) => {
    const problem = dateProblem(value) ?? problemOf(value);
    if (problem !== undefined) {
      context.addIssue({ code: "custom", message: `${formatValue(value)} ${problem}` });
    }
  });
}

function noProblem(): undefined {
  return undefined;
}

export function nonEmptyText(): z.ZodString {
  return text((value) => (value === "" ? "is empty" : undefined));
}

/** How many. */
export function count(): z.ZodNumber {
  return z.number().superRefine((value, context) => {
    const problem = countProblem(value);
    if (problem !== undefined) context.addIssue({ code: "custom", message: `${value} ${problem}` });
  });
}

/** A list that is not empty and names nothing twice. */
export function list(entry: z.ZodString): z.ZodArray<z.ZodString> {
  return z.array(entry).min(1).superRefine(rejectDuplicates);
}

/** Finds what a list names twice. */
export function rejectDuplicates(values: readonly string[], context: z.RefinementCtx): void {
  const previous = new Set<string>();
  values.forEach((value, index) => {
    if (previous.has(value)) {
      const message = `${formatValue(value)} is listed twice; remove one of them`;
      context.addIssue({ code: "custom", path: [index], message });
    }
    previous.add(value);
  });
}

/** What a schema is of where it is there. */
export function withoutOptional(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? schema.unwrap() : schema;
}
