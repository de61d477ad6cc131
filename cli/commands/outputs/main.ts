import { deploymentFileNames, type DeploymentFileName } from "../../../core/deploy";
import { UserError } from "../../errors";
import { exitCodes } from "../../exitCodes";
import { findStack } from "../../pulumi/findStack";
import { readOutputs } from "../../pulumi/pulumi";
import { shortStack } from "../../pulumi/stackFile";
import { readOutputImages } from "../../readBack";
import { reportProblems } from "../../reportProblems";
import { Waiting } from "../../ui/waiting";
import { readFiles, writeFiles, type WrittenFile } from "./files";

/** The flags as typed. */
export interface OutputsFlags {
  readonly force?: boolean;
  readonly stack?: string;
}

/** Writes the files for deployments into a folder. Returns the exit code. */
export async function main(
  folder: string,
  names: readonly DeploymentFileName[],
  { force: isForced = false, stack: requested }: OutputsFlags,
): Promise<number> {
  const waiting = Waiting.onTerminal(false);
  try {
    const stack = await waiting.whileAsking("Pulumi: stack", findStack(requested));
    const outputs = await waiting.whileAsking("Pulumi: outputs", readOutputs(stack));
    const shown = shortStack(stack.stack);
    const files = readFiles(outputs, names.length === 0 ? deploymentFileNames : names, shown);
    const unpublished = readOutputImages(outputs).flatMap(({ image, pinned }) =>
      pinned === undefined ? [image] : [],
    );
    const written = writeFiles(folder, files, { isForced });
    console.log(renderWritten(folder, shown, written, unpublished));
    return exitCodes.success;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return reportProblems("outputs", error.message.split("\n"));
  }
}

function renderWritten(
  folder: string,
  stack: string,
  files: readonly WrittenFile[],
  unpublished: readonly string[],
): string {
  const width = Math.max(...files.map(({ path }) => path.length));
  return [
    `In ${folder}, with the images of ${stack}:`,
    ...files.map(
      ({ path, isChanged }) => `  ${path.padEnd(width)}  ${isChanged ? "written" : "unchanged"}`,
    ),
    ...(unpublished.length === 0 ? [] : [`Not published yet: ${unpublished.join(", ")}`]),
  ].join("\n");
}
