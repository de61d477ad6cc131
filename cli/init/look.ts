import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { parse } from "yaml";
import { isRecord } from "../../ghcr/http/json";
import { CannotRun } from "../explained";
import { findDockerfiles } from "./find";
import type { Place } from "./place";
import { propose, type ProposedRepository } from "./proposal";
import { originOf } from "./remote";

/** What lies in the folders, as images of repositories. */
export interface Seen {
  readonly repositories: readonly ProposedRepository[];
  /** Whether there was too much to look at all of it. */
  readonly isCut: boolean;
}

/** Looks into the folders, and asks git whose they are. A name answers for a single repository. */
export async function look(place: Place, repository: string | undefined): Promise<Seen> {
  const host = new URL(place.api).host;
  const found = place.folders.map((folder) => findDockerfiles(folder, place.program));
  const folders = [
    ...new Map(found.flatMap((each) => each.folders).map((each) => [each.root, each])).values(),
  ];
  if (repository !== undefined && folders.length > 1) {
    throw new CannotRun(
      `--repository: there are ${folders.length} repositories below, and one name: ${folders.map(({ root }) => root).join(", ")}\nNothing was changed.`,
    );
  }
  const repositories = await Promise.all(
    folders.map(async (folder) => {
      const origin = folder.isGit ? await originOf(folder.root, host) : undefined;
      return propose(folder, origin, { program: place.program, named: repository });
    }),
  );
  return { repositories, isCut: found.some(({ isCut }) => isCut) };
}

/** What the stack's file sets already. */
export function configIn(text: string, file: string): Readonly<Record<string, unknown>> {
  let read: unknown;
  try {
    read = parse(text);
  } catch (error) {
    const [why = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new CannotRun(`${basename(file)} is not YAML: ${why}\nNothing was changed.`);
  }
  const config = isRecord(read) ? read.config : undefined;
  return isRecord(config) ? config : {};
}

export function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
