import { z } from "zod";
import { countProblem } from "../../../core/workflows/cleanup";
import { formatValue } from "../problems/format";
import { dateProblem } from "./values";

/** A setting's metadata, which the documentation is generated from. */
export interface SettingMeta {
  readonly description: string;
  /** The default value. */
  readonly default?: unknown;
  /** The default as text, if it is not a value. */
  readonly defaultIs?: string;
  readonly examples?: readonly unknown[];
  /** What text means in place of a map. */
  readonly short?: string;
  /** What `true` and `false` mean in place of a map. */
  readonly switch?: string;
  /** Other settings that an example needs next to this one, or next to its map. */
  readonly beside?: Readonly<Record<string, unknown>>;
  /** Whether an empty value means all defaults. */
  readonly mayBeEmpty?: boolean;
  /** The fix if the required setting is missing. */
  readonly missing?: string;
}

/** Text that passes a check. */
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

/** A count. */
export function count(): z.ZodNumber {
  return z.number().superRefine((value, context) => {
    const problem = countProblem(value);
    if (problem !== undefined) context.addIssue({ code: "custom", message: `${value} ${problem}` });
  });
}

/** A list that is not empty and has no duplicates. */
export function list(entry: z.ZodString): z.ZodArray<z.ZodString> {
  return z.array(entry).min(1).superRefine(rejectDuplicates);
}

/** Reports duplicates in a list. */
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

/** The schema without `optional`. */
export function withoutOptional(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? schema.unwrap() : schema;
}
