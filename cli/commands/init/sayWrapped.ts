import { wrap } from "../../../core/text/wrap";
import type { Steps } from "../../ui/steps";

/** As wide as what stands inside a step may be, where a terminal has 80 columns. */
export const stepColumns = 74;

/** A line of a step, in as many as it takes. */
export function sayWrapped(steps: Steps, line: string): void {
  steps.say(wrap(line, stepColumns, "").join("\n"));
}
