import { recognizeErrors, type RecognizedDenial } from "../../../core/denials";
import type { Outcome } from "../../../core/checks/finding";
import { withoutTokens } from "../../../core/tokens/redact";
import { denialsJson } from "../../ui/denialsJson";
import { renderDenials } from "../../ui/denialTable";
import { duration } from "../../ui/steps";
import type { FleetResult } from "./update";

/** `unknown` if the update did not begin. */
export function outcomeOf({ up }: FleetResult): Outcome {
  if (up === undefined) return "unknown";
  return up.code === 0 ? "pass" : "fail";
}

/** A finished stack on one line: "team-a: 5 created, 2 unchanged (12 s)". */
export function resultLine(result: FleetResult, wasInterrupted: boolean): string {
  const { stack, up, seconds } = result;
  const time = `(${duration(seconds * 1000)})`;
  if (outcomeOf(result) === "fail")
    return `${stack.name}: ${wasInterrupted ? "interrupted" : "FAILED"} ${time}`;
  return `${stack.name}: ${up?.isUnchanged === true ? "nothing to change" : describeChanges(up?.changes)} ${time}`;
}

const words: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  same: "unchanged",
};

function describeChanges(changes: Readonly<Record<string, number>> = {}): string {
  const parts = Object.entries(words).flatMap(([operation, word]) => {
    const count = changes[operation] ?? 0;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return parts.join(", ") || "done";
}

/** Why a stack failed: Pulumi's errors, then the causes and fixes of the denials in them. */
export function failureText(result: FleetResult): string {
  const denials = denialsOf(result);
  return [
    `${result.stack.name} failed:`,
    ...problemsOf(result).map((problem) => `  ${problem}`),
    ...(denials.length === 0 ? [] : ["", renderDenials(denials, false)]),
  ].join("\n");
}

function denialsOf({ stack, up }: FleetResult): readonly RecognizedDenial[] {
  return up === undefined || up.code === 0
    ? []
    : recognizeErrors(up.errors, [stack.desired.registry]);
}

function problemsOf({ up }: FleetResult): readonly string[] {
  if (up === undefined || up.code === 0) return [];
  // Without events, Pulumi did not begin, and its output says why.
  const text = up.messages.length === 0 ? up.errors : up.messages.join("\n");
  return withoutTokens(text).trim().split("\n");
}

/** The output of `fleet up --json`, described in docs/commands.md. */
export function fleetJson(
  results: readonly FleetResult[],
  outcome: Outcome,
  problems: readonly string[],
): object {
  const sorted = [...results].sort((one, other) => one.stack.name.localeCompare(other.stack.name));
  return {
    version: 2,
    outcome,
    stacks: sorted.map((result) => ({
      stack: result.stack.name,
      outcome: outcomeOf(result),
      changes: result.up?.changes ?? {},
      denials: denialsJson(denialsOf(result)),
      problems: problemsOf(result),
    })),
    problems,
  };
}
