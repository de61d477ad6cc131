import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyPatch } from "../../toolchain/patch";
import { temporaryFolders } from "../temporaryFolders";

const temporaryFolder = temporaryFolders();
const patch = { module: "example.com/m", file: "cmd/main.go", text: "old()", replacement: "new()" };
let root: string;

beforeEach(() => {
  root = temporaryFolder();
  mkdirSync(join(root, "m", "cmd"), { recursive: true });
  writeFileSync(join(root, "m", "cmd", "main.go"), "package main // old()\n");
  // As in Go's module cache.
  chmodSync(join(root, "m", "cmd", "main.go"), 0o444);
  writeFileSync(join(root, "go.mod"), "module ours\n");
  writeFileSync(join(root, "go.sum"), "sums\n");
});

function apply(change: Partial<typeof patch> = {}): string {
  const goMod = join(root, "go.mod");
  return applyPatch({ ...patch, ...change }, join(root, "m"), goMod, join(root, "patched"));
}

it("a copy of the module has the change, and a go.mod uses the copy", () => {
  const goMod = apply();
  const copy = join(root, "patched", "module");
  expect(readFileSync(join(copy, "cmd", "main.go"), "utf8")).toBe("package main // new()\n");
  expect(readFileSync(goMod, "utf8")).toBe(`module ours\n\nreplace example.com/m => ${copy}\n`);
  expect(readFileSync(join(root, "patched", "go.sum"), "utf8")).toBe("sums\n");
  expect(readFileSync(join(root, "m", "cmd", "main.go"), "utf8")).toContain("old()");
});

it("an earlier copy is replaced", () => {
  apply();
  expect(apply()).toBe(join(root, "patched", "go.mod"));
});

it("text that the file does not contain is an error: another version needs another change", () => {
  expect(() => apply({ text: "gone()" })).toThrow("main.go does not contain gone()");
});
