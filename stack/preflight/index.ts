import { readPriorState, type PriorState } from "../state";
import type { DesiredStack, PreflightMode } from "../model";
import { workflowFiles } from "../workflowFiles";
import { collectMirrors } from "./checks/mirrors/collect";
import { collectObservations } from "./collect";
import { stopOrWarn } from "./stopOrWarn";
import { evaluate } from "./evaluate";
import { createResult, type PreflightResult } from "./result";

export { stopAtConflicts } from "./conflicts";
export type { PreflightResult } from "./result";

/**
 * Checks whether GitHub and the registry would reject the settings, before anything is declared.
 * Throws all failures at once, and returns data for the resources.
 */
export async function runPreflight(stack: DesiredStack): Promise<PreflightResult> {
  const { preflight: mode } = stack;
  const prior = await collectPriorState(mode);
  const files = workflowFiles(stack);
  const isOff = mode === "off";
  const [mirrors, observed] = await Promise.all([
    // Mirrors depend on their sources, so these are read even if the preflight is off.
    collectMirrors(stack, prior),
    isOff ? undefined : collectObservations(stack, files, prior),
  ]);
  const evaluation =
    observed === undefined ? nothingFound : evaluate(stack, files, prior, observed, mirrors);
  if (!isOff) stopOrWarn(evaluation, mode);
  const date = new Date().toISOString().slice(0, "2026-11-25".length);
  return createResult({ stack, files, prior, mirrors, mode, date, observed, evaluation });
}

const nothingFound = { findings: [], possibleConflicts: [] };

/** Components need the prior state even if the preflight is off, but then it may be unreadable. */
async function collectPriorState(mode: PreflightMode): Promise<PriorState | undefined> {
  try {
    return await readPriorState();
  } catch (error) {
    if (mode === "off") return undefined;
    throw error;
  }
}
