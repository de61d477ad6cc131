import {
  detailLines,
  overallOutcome,
  type Finding,
  type Outcome,
} from "../../../core/checks/finding";
import { wrap } from "../../../core/text/wrap";

export interface TableOptions {
  /** The lines above the table: which token, which repository. */
  readonly heading: readonly string[];
  /** The last line. */
  readonly conclusion: string;
  readonly color: boolean;
  readonly columns?: number;
}

/** The width of any terminal, and of a mail or an issue. */
const defaultColumns = 80;

const labels: Record<Outcome, string> = {
  pass: "pass",
  fail: "FAIL",
  unknown: "unknown",
};
const labelWidth = labels.unknown.length;

/** ANSI colors: green, red, yellow. */
const colors: Record<Outcome, number> = { pass: 32, fail: 31, unknown: 33 };

/** The findings as text: one line each, then the details and fixes. */
export function renderTable(findings: readonly Finding[], options: TableOptions): string {
  const { heading, conclusion, columns = defaultColumns } = options;
  const paint = (outcome: Outcome, text: string): string =>
    options.color ? `\u001b[${colors[outcome]}m${text}\u001b[0m` : text;
  const idWidth = Math.max(...findings.map(({ id }) => id.length));
  const rows = findings.flatMap(({ id, subject, outcome, message }) => {
    const label = labels[outcome].padEnd(labelWidth);
    // With several images, each has its own line.
    const isRepeated = findings.filter((each) => each.id === id).length > 1;
    const text = isRepeated ? `${subject}: ${message}` : message;
    const [first = "", ...more] = wrap(text, columns, `  ${label}  ${id.padEnd(idWidth)}  `);
    return [first.replace(label, paint(outcome, label)), ...more];
  });
  const details = findings
    .map((finding, index) => removeRepeatedFix(finding, findings.slice(0, index)))
    .flatMap((finding) => renderDetails(finding, columns, paint));
  const outcome = overallOutcome(findings);
  const last = wrap(conclusion, columns, "").map((line) => paint(outcome, line));
  return [...heading, "", ...rows, ...details, "", ...last].join("\n");
}

/** A finding with the same cause as an earlier one needs no fix of its own. */
function removeRepeatedFix(finding: Finding, before: readonly Finding[]): Finding {
  const { id, outcome, cause } = finding;
  // The registry also refuses a token that GitHub refuses, with a less specific message.
  const isOfToken = id === "registry-login" && outcome === "fail";
  const same = before.find(
    (each) =>
      cause !== undefined &&
      (each.cause === cause || (isOfToken && each.outcome === "fail" && each.cause !== undefined)),
  );
  return same === undefined
    ? finding
    : { ...finding, cause: `Same as for ${same.id}, above.`, fix: [] };
}

function renderDetails(
  finding: Finding,
  columns: number,
  paint: (outcome: Outcome, text: string) => string,
): readonly string[] {
  const { id, subject, outcome } = finding;
  const lines = detailLines(finding, columns);
  if (lines.length === 0) return [];
  const head = outcome === "pass" ? id : `${labels[outcome]} ${id}`;
  return ["", paint(outcome, `${head}: ${subject}`), ...lines];
}
