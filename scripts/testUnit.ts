import { testUnit } from "./commands";
import { endBefore } from "../cli/refuse";
import { unitOnly } from "./test";

export async function main(args: readonly string[], total: number): Promise<number> {
  return endBefore(testUnit, args) ?? unitOnly(total);
}
