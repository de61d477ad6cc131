import { readPriorState, type PriorState } from "../state";
import type { DesiredStack, PreflightMode } from "../model";
import { workflowFiles } from "../workflowFiles";
import { collectMirrors } from "./checks/mirrors/collect";
import { collectObservations } from "./collect";
import { decide } from "./decide";
import { evaluate } from "./evaluate";
import { resultOf, type PreflightResult } from "./result";

export { stopAtConflicts } from "./conflicts";
export type { PreflightResult } from "./result";

/**
 * Looks whether GitHub and the registry would refuse what the settings ask for, before any of it is
 * declared. Throws all failures at once; what it returns is data for the resources.
 */
export async function preflight(stack: DesiredStack): Promise<PreflightResult> {
  const { preflight: mode } = stack;
  const prior = await collectPriorState(mode);
  const files = workflowFiles(stack);
  // A mirror is made of what its source holds, so that this is read whatever the preflight does.
  const mirrors = await collectMirrors(stack, prior);
  const date = new Date().toISOString().slice(0, "2026-11-25".length);
  const parts = { stack, files, prior, mirrors, mode, date };
  if (mode === "off") {
    const evaluation = { findings: [], possibleConflicts: [] };
    return resultOf({ ...parts, observed: undefined, evaluation });
  }
  const observed = await collectObservations(stack, files, prior);
  const evaluation = evaluate(stack, files, prior, observed, mirrors);
  decide(evaluation, mode);
  return resultOf({ ...parts, observed, evaluation });
}

/** It is read even where nothing is asked, since components need it; but then it may be unreadable. */
async function collectPriorState(mode: PreflightMode): Promise<PriorState | undefined> {
  try {
    return await readPriorState();
  } catch (error) {
    if (mode === "off") return undefined;
    throw error;
  }
}
