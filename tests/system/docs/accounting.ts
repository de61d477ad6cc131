import { findOnPath } from "../../../core/process/child";
import { findClient, type ClientName } from "../sandbox/clients";
import type { Ledger } from "./ledger";
import { fileContains } from "./pages";

/** Another test or script that runs a line, and texts in it that prove this. */
export interface ExternalCommand {
  readonly file: string;
  readonly texts: readonly string[];
}

/** Marks a line as run that another test or script runs, without running it again. */
export function markAsRunElsewhere(
  ledger: Ledger,
  text: string,
  places: readonly ExternalCommand[],
): void {
  test(`${text}: run by ${places.map(({ file }) => file).join(", ")}`, () => {
    const line = ledger.find(text);
    const wrong = places.flatMap(({ file, texts: has }) =>
      has
        .filter((words) => !fileContains(file, words))
        .map((words) => `${file} does not have: ${words}`),
    );
    expect(wrong).toEqual([]);
    ledger.markAsRun(line);
  });
}

/**
 * Tests of lines that need a program. If it is missing, each line is skipped, and `npm test`
 * reports it as not proven.
 */
export function withPrograms(
  ledger: Ledger,
  programs: readonly string[],
  lines: readonly string[],
  define: () => void,
): void {
  const missing = programs
    .filter((name) => !isInstalled(name))
    .map((name) => `${name} is not installed`);
  if (missing.length === 0) define();
  else skipLines(ledger, missing.join(", "), lines);
}

/** Skips lines that cannot be run, each with the reason. */
export function skipLines(ledger: Ledger, why: string, lines: readonly string[]): void {
  for (const line of lines.map((text) => ledger.find(text))) {
    test.skip(`${line.file}:${line.line}: ${line.text}: ${why}`, () => undefined);
    ledger.markAsRun(line);
  }
}

const clients: Readonly<Record<string, ClientName>> = {
  compose: "compose",
  buildx: "docker-buildx",
  gh: "gh",
  kubectl: "kubectl",
  skopeo: "skopeo",
  // OpenTofu has the same commands, as the pages say.
  terraform: "tofu",
  "terraform-provider-github": "terraform-provider-github",
};

function isInstalled(name: string): boolean {
  const client = clients[name];
  return findOnPath(name) !== undefined || (client !== undefined && "path" in findClient(client));
}
