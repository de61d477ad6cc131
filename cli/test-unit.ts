import { unitOnly } from "./test";

export async function main(_args: readonly string[], total: number): Promise<number> {
  return unitOnly(total);
}
