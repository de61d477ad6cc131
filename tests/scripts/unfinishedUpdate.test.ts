import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { findUnfinishedUpdate, StackBusy } from "../../scripts/unfinishedUpdate";
import { temporaryFolders } from "../temporaryFolders";

const temporaryFolder = temporaryFolders();
const { pid: endedProcess } = spawnSync(process.execPath, ["--eval", ""]);

let backend: string;

beforeEach(() => {
  backend = temporaryFolder();
});

function write(text: string, ...parts: readonly string[]): void {
  const file = join(backend, ".pulumi", ...parts);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const writeLock = (text: string): void => {
  write(text, "locks", "organization", "pulumi-ghcr", "dev", "a.json");
};
const writeStack = (text: string): void => {
  write(text, "stacks", "pulumi-ghcr", "dev.json");
};
const find = (): string | undefined => findUnfinishedUpdate(backend, "dev");

it.each([
  ["no stack", undefined],
  ["an empty stack", '{"version": 3, "checkpoint": {"latest": null}}'],
  ["a stack with resources", '{"checkpoint": {"latest": {"resources": [{"urn": "a"}]}}}'],
  ["an empty list of what is under way", '{"checkpoint": {"latest": {"pending_operations": []}}}'],
])("%s does not prevent an update", (_what, text) => {
  if (text !== undefined) writeStack(text);
  expect(find()).toBeUndefined();
});

it.each([
  ["of a process that has ended", JSON.stringify({ pid: endedProcess, hostname: hostname() })],
  ["that is not complete", '{"pid": 1'],
])("a lock %s was left by an update that was killed", (_what, text) => {
  writeLock(text);
  expect(find()).toBe("an update was killed and left its lock");
});

it.each([
  ["a running process", { pid: process.pid, hostname: hostname() }],
  ["another machine's process", { pid: endedProcess, hostname: "elsewhere" }],
])("a lock of %s is respected", (_what, lock) => {
  writeLock(JSON.stringify(lock));
  expect(find).toThrow(StackBusy);
  expect(find).toThrow(`process ${String(lock.pid)}`);
});

it("a pending operation is named", () => {
  const pending = [{ type: "creating", resource: { urn: "a" } }];
  writeStack(JSON.stringify({ checkpoint: { latest: { pending_operations: pending } } }));
  expect(find()).toBe("an update was killed while it changed something");
});

it.each(["", '{"checkpoint": {"latest": {', "{}"])("a damaged stack is named: '%s'", (text) => {
  writeStack(text);
  expect(find()).toMatch(/stacks.pulumi-ghcr.dev\.json is damaged$/);
});
