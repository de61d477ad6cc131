import { detailLines } from "../../core/checks/finding";
import { pageOf, type RecognizedDenial } from "../../core/denials";
import { columns } from "./columns";

/** The denials as text for people. */
export function renderDenials(denials: readonly RecognizedDenial[], isCut: boolean): string {
  const blocks = denials.map(renderDenial);
  const count = denials.length === 1 ? "1 denial." : `${denials.length} denials.`;
  return [
    ...blocks,
    denials.length === 0 ? "No denials found." : count,
    ...(isCut ? ["The log is too long: only its first 64 MB were read."] : []),
  ].join("\n\n");
}

function renderDenial({
  line,
  lastLine,
  message,
  denial,
  cause,
  fix,
  times,
}: RecognizedDenial): string {
  const where = line === lastLine ? `Line ${line}` : `Lines ${line} to ${lastLine}`;
  const again = times === 1 ? "" : `, ${times} times`;
  const what = denial === null ? "unknown" : `${denial.from}, ${denial.kind} (${denial.id})`;
  return [
    `${where}${again}: ${what}`,
    // In full, as in the log: it is what people search for.
    `  ${message}`,
    ...detailLines({ cause, fix }, columns),
    ...(denial === null ? [] : [`  See      ${pageOf(denial)}`]),
    ...(denial?.sources ?? []).slice(0, 1).map((source) => `           ${source}`),
  ].join("\n");
}
