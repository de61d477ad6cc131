import { wrap } from "../../core/text/wrap";
import type { Screen } from "./screen";

/** What every terminal has. */
export const columns = 80;

/** A message in lines that a terminal need not break inside a word. */
export function unbroken(message: string): string {
  return message
    .split("\n")
    .flatMap((line) => {
      const [indent = ""] = /^\s*/.exec(line) ?? [];
      return line.length <= columns ? [line] : wrap(line.trim(), columns, indent);
    })
    .join("\n");
}

/** As what reads it needs it: elsewhere than at a terminal a message stays in one piece, to be found. */
export function fitted(message: string, { isTTY }: Pick<Screen, "isTTY">): string {
  return isTTY === true ? unbroken(message) : message;
}
