import { findOnPath } from "../../../../core/process/child";

/** What the steps call, all of it: a runner of ubuntu-24.04 has it. */
const called = [
  ...["base64", "cat", "cp", "curl", "cut", "date", "find", "grep", "head", "jq", "mkdir"],
  ...["mktemp", "mv", "rm", "sed", "sha256sum", "sleep", "tail", "tee", "tr"],
];

export interface Tool {
  readonly name: string;
  readonly path: string;
}

/** The programs of these names; the first that is not there in its place. */
function find(names: readonly string[]): readonly Tool[] | string {
  const found: Tool[] = [];
  for (const name of names) {
    const path = findOnPath(name);
    if (path === undefined) return name;
    found.push({ name, path });
  }
  return found;
}

export function stepTools(): readonly Tool[] {
  const found = find(called);
  if (typeof found === "string") throw new Error(`${found} is not on PATH`);
  return found;
}

/** Tests that need these. On a machine without one they are skipped, for all to see. */
export function withTools(names: readonly string[], define: () => void): void {
  const found = find(names);
  if (typeof found === "string") test.skip(`${found} is not on PATH`, () => undefined);
  else describe(`with ${names.join(", ")}`, define);
}

/** Tests that run a step, as a runner of GitHub's does. */
export function withSteps(define: () => void): void {
  const found = find(["bash", ...called]);
  if (process.platform !== "linux") test.skip("steps run on Linux", () => undefined);
  else if (typeof found === "string") test.skip(`${found} is not on PATH`, () => undefined);
  else describe("in bash", define);
}
