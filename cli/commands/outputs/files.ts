import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deploymentFiles, fileOutput, type DeploymentFileName } from "../../../core/deploy";
import { UserError } from "../../errors";

/** A file to write. */
export interface OutputFile {
  readonly name: DeploymentFileName;
  readonly text: string;
}

export interface WrittenFile {
  /** Its path in the folder. */
  readonly path: string;
  /** Whether it is new or its text was another one. */
  readonly isChanged: boolean;
}

/** Reads the files from a stack's outputs. Throws a UserError if one is missing or a secret. */
export function readFiles(
  outputs: Readonly<Record<string, unknown>>,
  names: readonly DeploymentFileName[],
  stack: string,
): readonly OutputFile[] {
  const unique = [...new Set(names)];
  return unique.map((name) => {
    const output = fileOutput(name);
    const text = outputs[output];
    if (typeof text !== "string") {
      throw new UserError(
        `${stack} has no output '${output}': it was never updated, or last by an older version; run 'npx pulumi up --stack ${stack}'`,
      );
    }
    // Pulumi prints this in place of a secret, such as one that is a build argument.
    if (text === "[secret]") {
      throw new UserError(
        `${stack}: the output '${output}' is a secret; print it with 'npx pulumi stack output ${output} --show-secrets --stack ${stack}'`,
      );
    }
    return { name, text: `${text}\n` };
  });
}

/** Where a file goes, and what is there. */
interface Place extends OutputFile {
  readonly path: string;
  readonly file: string;
  /** Where its text is written first, so that nobody reads half of it. */
  readonly partial: string;
  /** The text that is there; undefined if there is none. */
  readonly before: string | undefined;
}

/**
 * Writes the files, or none of them: throws a UserError with every file that somebody else wrote,
 * unless it is forced to replace them.
 */
export function writeFiles(
  folder: string,
  files: readonly OutputFile[],
  { isForced = false } = {},
): readonly WrittenFile[] {
  const places = files.map((each): Place => {
    const { path } = deploymentFiles[each.name];
    const file = join(folder, path);
    const partial = `${file}.${process.pid}.partial`;
    return { ...each, path, file, partial, before: withReason(file, () => readIfExists(file)) };
  });
  const foreign = isForced ? [] : places.filter(isForeign);
  if (foreign.length > 0) {
    throw new UserError(
      foreign
        .map(
          ({ file }) => `${file} exists, and 'outputs' did not write it; move it, or add --force`,
        )
        .join("\n"),
    );
  }
  const changed = places.filter(({ before, text }) => before !== text);
  try {
    for (const { file, partial, text } of changed) {
      withReason(file, () => {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(partial, text);
      });
    }
    for (const { file, partial } of changed) {
      withReason(file, () => {
        renameSync(partial, file);
      });
    }
  } finally {
    for (const { partial } of changed) rmSync(partial, { force: true });
  }
  return places.map((place) => ({ path: place.path, isChanged: changed.includes(place) }));
}

function isForeign({ name, before = "" }: Place): boolean {
  return before.trim() !== "" && !deploymentFiles[name].isEarlier(before);
}

function readIfExists(file: string): string | undefined {
  return statSync(file, { throwIfNoEntry: false }) === undefined
    ? undefined
    : readFileSync(file, "utf8");
}

/** Turns the system's error into one for the user. */
function withReason<Value>(file: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw new UserError(`cannot write ${file}: ${(error as Error).message}`);
  }
}
