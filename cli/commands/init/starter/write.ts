import { existsSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { CannotRun } from "../../../errors";
import { renderDockerfile, renderDockerignore } from "./dockerfile";
import { readStarterFacts, starterProblem, type StarterKind } from "./kinds";

/**
 * Writes a Dockerfile and a .dockerignore into a folder, and returns their paths, relative to the
 * working folder. A file that exists stays as it is.
 */
export function writeStarter(kind: StarterKind, folder: string): readonly string[] {
  const facts = readStarterFacts(folder);
  const problem = starterProblem(kind, facts);
  if (problem !== undefined) throw new CannotRun(`--starter ${kind}: ${folder} ${problem}`);
  // The Dockerfile comes last: a run that follows an interruption writes neither if it exists.
  const texts = {
    ".dockerignore": renderDockerignore(kind),
    Dockerfile: renderDockerfile(kind, facts),
  };
  const written = Object.entries(texts).flatMap(([name, text]) => {
    const file = join(folder, name);
    if (existsSync(file)) return [];
    writeFileSync(file, text, { flag: "wx" });
    return [relative(process.cwd(), file)];
  });
  return written.reverse();
}
