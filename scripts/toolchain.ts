import { removeToolchain, type PartStatus } from "../toolchain";
import { scriptCommand } from "./command";
import { exitCodes } from "../cli/exitCodes";
import { Steps } from "../cli/ui/steps";
import { toolchainStep, waitLine } from "./setUp";
import { runScript } from "./runScript";

const megabyte = 1024 * 1024;

/** A text table; `right` lists the columns that are aligned to the right. */
export function formatTable(
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return right.includes(column) ? cell.padStart(width) : cell.padEnd(width);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function rowOf({ part, origin, version, bytes }: PartStatus): string[] {
  const size = bytes === undefined ? "" : `${Math.max(1, Math.round(bytes / megabyte))} MB`;
  return [part.name, origin, version, size, part.purpose];
}

/** Prepares the toolchain and shows each part: its origin, version and size. */
export async function main(args: readonly string[]): Promise<number> {
  const { rebuild } = scriptCommand(
    "toolchain",
    "Prepare what start, test and sandbox need, and show each part with its origin, version and size. Missing parts are downloaded from their makers, or else built from pinned Go modules.",
  )
    .option("--rebuild", "remove what was downloaded or built, and get it again")
    .parse(args, { from: "user" })
    .opts<{ rebuild?: true }>();
  const steps = new Steps(1);
  return runScript(steps, async () => {
    if (rebuild) {
      await removeToolchain((pid) => {
        console.error(waitLine(pid));
      });
    }
    const { toolchain } = await toolchainStep(steps);
    const heads = ["part", "from", "version", "size", "what it does"];
    console.log(formatTable([heads, ...toolchain.parts.map(rowOf)], [3]));
    return exitCodes.success;
  });
}
