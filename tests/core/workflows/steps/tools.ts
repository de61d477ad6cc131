import { findOnPath } from "../../../../core/process/child";

/** All programs that the steps call; a runner with ubuntu-24.04 has them. */
const called = [
  ...["cat", "curl", "cut", "date", "grep", "head", "jq", "mkdir"],
  ...["mktemp", "paste", "rm", "sed", "sha256sum", "sleep", "tail", "tee", "tr"],
];

export interface Tool {
  readonly name: string;
  readonly path: string;
}

/** The programs with these names, or the name of the first missing one. */
function findTools(names: readonly string[]): readonly Tool[] | string {
  const found: Tool[] = [];
  for (const name of names) {
    const path = findOnPath(name);
    if (path === undefined) return name;
    found.push({ name, path });
  }
  return found;
}

export function stepTools(): readonly Tool[] {
  const found = findTools(called);
  if (typeof found === "string") throw new Error(`${found} is not on PATH`);
  return found;
}

/** Tests that need programs. They are reported as skipped if one is missing. */
export function withTools(names: readonly string[], define: () => void): void {
  const found = findTools(names);
  if (typeof found === "string") test.skip(`${found} is not on PATH`, () => undefined);
  else describe(`with ${names.join(", ")}`, define);
}

/** Tests that run a step, as GitHub's runner does. */
export function withSteps(define: () => void): void {
  const found = findTools(["bash", ...called]);
  if (process.platform !== "linux") test.skip("steps run on Linux", () => undefined);
  else if (typeof found === "string") test.skip(`${found} is not on PATH`, () => undefined);
  else describe("in bash", define);
}
