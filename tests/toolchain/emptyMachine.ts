import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolders } from "../temporaryFolders";

/** An empty cache, and the only folder on PATH before the others. */
export interface EmptyMachine {
  readonly cache: string;
  readonly programs: string;
  /** Puts a script with these lines on PATH, and returns its file. */
  createProgram(name: string, ...lines: readonly string[]): string;
}

/** A machine without programs for each test of a file. */
export function emptyMachineForEachTest(...others: readonly string[]): EmptyMachine {
  const temporaryFolder = temporaryFolders();
  const before = { ...process.env };
  const createProgram = (name: string, ...lines: readonly string[]): string => {
    const file = join(machine.programs, name);
    writeFileSync(file, ["#!/bin/sh", ...lines, ""].join("\n"), { mode: 0o755 });
    return file;
  };
  const machine = { cache: "", programs: "", createProgram };
  beforeEach(() => {
    Object.assign(machine, { cache: temporaryFolder(), programs: temporaryFolder() });
    process.env.PULUMI_GHCR_CACHE = machine.cache;
    process.env.PULUMI_HOME = join(machine.cache, "pulumi-home");
    process.env.PATH = [machine.programs, ...others].join(":");
  });
  afterEach(() => {
    process.env = { ...before };
  });
  return machine;
}

/** The lines of a `go` that lists one package, and builds each `$program` by these lines. */
export function goScript(...building: readonly string[]): readonly string[] {
  return [
    'if [ "$1" = list ]; then echo example.com/a; exit 0; fi',
    'while [ "$1" != -o ]; do shift; done',
    'output=$2; shift 2; for package; do program="$output${package##*/}"',
    ...building,
    "done",
  ];
}
