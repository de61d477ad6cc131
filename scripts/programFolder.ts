import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");

/** The program's files in a clone. */
const programFiles = [
  "Pulumi.yaml",
  "Pulumi.dev.yaml",
  "package.json",
  "tsconfig.json",
  "tsconfig.pulumi.json",
  "index.ts",
  "components",
  "core",
  "examples",
  "stack",
];

/** Copies the program to a folder, as a clone has it, with this clone's packages. */
export function copyProgram(folder: string): void {
  for (const name of programFiles)
    cpSync(join(root, name), join(folder, name), { recursive: true });
  linkPackages(folder);
}

/** Gives a program in another folder this clone's packages. */
export function linkPackages(folder: string): void {
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
}
