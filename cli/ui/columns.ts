import { wrap } from "../../core/text/wrap";
import type { Screen } from "./screen";

/** The width of every terminal. */
export const columns = 80;

/** Wraps a message between words. */
export function wrapMessage(message: string): string {
  return message
    .split("\n")
    .flatMap((line) => {
      const [indent = ""] = /^\s*/.exec(line) ?? [];
      return line.length <= columns ? [line] : wrap(line.trim(), columns, indent);
    })
    .join("\n");
}

/** Wraps for a terminal only: elsewhere a message stays on one line, so that it can be searched. */
export function fitted(message: string, { isTTY }: Pick<Screen, "isTTY">): string {
  return isTTY === true ? wrapMessage(message) : message;
}
