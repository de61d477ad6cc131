import { createRequire } from "node:module";
import type { createLogUpdate } from "log-update";

/**
 * Where progress is written: a terminal's last lines are replaced, elsewhere lines are
 * appended.
 */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * Whether text can be replaced: a terminal with TERM=dumb has no escape codes, and one with 0
 * columns does not know its width.
 */
export function canRewrite({ isTTY, columns }: Screen, { TERM } = process.env): boolean {
  return isTTY === true && columns !== 0 && TERM !== "dumb";
}

/** Text at the end of a terminal that each call replaces, and `clear` removes. */
export type LiveText = ReturnType<typeof createLogUpdate>;

/**
 * Shows the current work at the end of a terminal. Elsewhere nothing is shown, because a log would
 * keep every version.
 *
 * Not clack's spinner: it reads keys in raw mode, so Ctrl-C ends the process at once with code 0,
 * and Pulumi with it. It also takes standard input from other readers, keeps SIGTERM from ending the
 * process, and shows nothing before a synchronous task.
 */
export function openLiveText(screen: Screen): LiveText | undefined {
  if (!canRewrite(screen)) return undefined;
  // On demand: most commands run without a terminal or end at once.
  const library = createRequire(__filename)("log-update") as typeof import("log-update");
  return library.createLogUpdate(screen as NodeJS.WritableStream, { showCursor: true });
}
