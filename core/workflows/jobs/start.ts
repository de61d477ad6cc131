import type { JobStep } from "../document";
import { jobScript } from "../embed";

/** Before what is timed: the step after it that tells how long it took gets the start from here. */
export function start(): JobStep {
  return { anchor: "start", name: "Start", id: "start", run: jobScript("start") };
}

export const started = "${{ steps.start.outputs.started }}";
