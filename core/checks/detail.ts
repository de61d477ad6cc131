import type { Finding } from "./finding";
import { wrap } from "../text/wrap";

/** What the other side said, why, and what to do, in lines below the finding's head. */
export function detailLines(
  { cause, mend = [], notes = [], says }: Omit<Finding, "id" | "subject" | "outcome" | "found">,
  columns: number,
  indent = "  ",
): readonly string[] {
  const behind = (label: string): string => indent + label.padEnd(9);
  return [
    ...(says === undefined || says === "" ? [] : wrap(says, columns, behind("It said"))),
    ...(cause === undefined ? [] : wrap(cause, columns, behind("Cause"))),
    ...mend.flatMap((step, index) => wrap(step, columns, behind(index === 0 ? "Fix" : ""))),
    ...notes.flatMap((note) => wrap(note, columns, behind("Note"))),
  ];
}
