import { findOnPath } from "../../../core/process/child";
import { find, type ClientName } from "../sandbox/clients";
import type { Ledger } from "./ledger";
import { fileHas } from "./pages";

/** Another test or script that runs a line, with a text in it, so that the pointer is checked. */
export interface ExternalCommand {
  readonly file: string;
  readonly has: readonly string[];
}

/** A line that another test runs, or what runs all tests. It is not run again. */
export function runElsewhere(
  ledger: Ledger,
  text: string,
  places: readonly ExternalCommand[],
): void {
  test(`${text}: run by ${places.map(({ file }) => file).join(", ")}`, () => {
    const line = ledger.find(text);
    const wrong = places.flatMap(({ file, has }) =>
      has
        .filter((words) => !fileHas(file, words))
        .map((words) => `${file} does not have: ${words}`),
    );
    expect(wrong).toEqual([]);
    ledger.account(line);
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
  const absent = programs.filter((name) => !isHere(name)).map((name) => `${name} is not here`);
  if (absent.length === 0) define();
  else notProven(ledger, absent.join(", "), lines);
}

/** Lines that cannot be run: each is skipped by its name and with the reason. */
export function notProven(ledger: Ledger, why: string, lines: readonly string[]): void {
  for (const line of lines.map((text) => ledger.find(text))) {
    test.skip(`${line.file}:${line.line}: ${line.text}: ${why}`, () => undefined);
    ledger.account(line);
  }
}

const clients: Readonly<Record<string, ClientName>> = {
  compose: "compose",
  buildx: "docker-buildx",
  gh: "gh",
  kubectl: "kubectl",
  skopeo: "skopeo",
  // The pages say that the one has the commands of the other.
  terraform: "tofu",
  "terraform-provider-github": "terraform-provider-github",
};

function isHere(name: string): boolean {
  const client = clients[name];
  return findOnPath(name) !== undefined || (client !== undefined && "path" in find(client));
}
