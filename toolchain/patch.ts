import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Patch } from "./parts";

/**
 * Copies a Go module with a changed file, and writes a go.mod that uses the copy. Go refuses to
 * overlay files in its module cache. Returns the path of the go.mod, for `-modfile`.
 */
export function applyPatch(patch: Patch, moduleSource: string, goMod: string, to: string): string {
  rmSync(to, { recursive: true, force: true });
  copyFiles(moduleSource, join(to, "module"));
  const file = join(to, "module", patch.file);
  const source = readFileSync(file, "utf8");
  if (!source.includes(patch.text)) throw new Error(`${file} does not contain ${patch.text}`);
  writeFileSync(
    file,
    source.replace(patch.text, () => patch.replacement),
  );
  const patched = join(to, "go.mod");
  const replace = `replace ${patch.module} => ${join(to, "module")}\n`;
  writeFileSync(patched, `${readFileSync(goMod, "utf8")}\n${replace}`);
  writeFileSync(join(to, "go.sum"), readFileSync(join(dirname(goMod), "go.sum")));
  return patched;
}

/** Copies a folder without its permissions: Go's module cache is read-only. */
function copyFiles(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFiles(source, target);
    else writeFileSync(target, readFileSync(source));
  }
}
