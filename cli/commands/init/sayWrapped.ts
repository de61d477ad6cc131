import { wrap } from "../../../core/text/wrap";
import type { Steps } from "../../ui/steps";

/** The width of text inside a step on a terminal of 80 columns. */
export const stepColumns = 74;

/** Prints a message inside a step, wrapped. */
export function sayWrapped(steps: Steps, line: string): void {
  steps.say(wrap(line, stepColumns, "").join("\n"));
}
