import type { JobStep } from "../document";
import { jobScript } from "../embed";

/** Records the time before the steps whose duration is reported. */
export function startStep(): JobStep {
  return { anchor: "start", name: "Record the start time", id: "start", run: jobScript("start") };
}

export const startTime = "${{ steps.start.outputs.started }}";
