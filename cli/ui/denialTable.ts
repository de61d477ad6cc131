import { detailLines } from "../../core/checks/finding";
import type { Recognized } from "../../core/denials";
import { columns } from "./columns";

/** The refusals for somebody who reads. */
export function table(denials: readonly Recognized[], isCut: boolean): string {
  const blocks = denials.map(block);
  const count = denials.length === 1 ? "One refusal." : `${denials.length} refusals.`;
  return [
    ...blocks,
    denials.length === 0 ? "There is no refusal in it." : count,
    ...(isCut ? ["The log was too long: what came after 64 MB was not read."] : []),
  ].join("\n\n");
}

function block({ line, lastLine, message, denial, cause, fix, times }: Recognized): string {
  const where = line === lastLine ? `Line ${line}` : `Lines ${line} to ${lastLine}`;
  const again = times === 1 ? "" : `, said ${times} times`;
  const what = denial === null ? "unknown" : `${denial.from}, ${denial.kind} (${denial.id})`;
  return [
    `${where}${again}: ${what}`,
    // Whole, as it stands there: it is what somebody will look for.
    `  ${message}`,
    ...detailLines({ cause, fix }, columns),
    ...(denial?.sources ?? []).slice(0, 1).map((source) => `  Source   ${source}`),
  ].join("\n");
}
