import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findOnPath } from "../../../core/process/child";
import { findClient, type ClientName } from "../sandbox/clients";

/** Creates executables with the usual names, which run the tests' clients. */
export function createPrograms(folder: string): void {
  const docker = findOnPath("docker");
  mkdirSync(folder, { recursive: true });
  // The plugins of Docker's command line are separate clients.
  createProgram(folder, "docker", [
    "case $1 in",
    `  compose) shift; ${createCall("compose")} ;;`,
    `  buildx) shift; ${createCall("docker-buildx")} ;;`,
    `  build) ${createCall("docker-buildx")} ;;`,
    "esac",
    docker === undefined ? "echo 'docker is not here' >&2; exit 127" : `exec '${docker}' "$@"`,
  ]);
  createProgram(folder, "gh", [createCall("gh")]);
  createProgram(folder, "kubectl", [createCall("kubectl")]);
  createProgram(folder, "skopeo", [createCall("skopeo")]);
  if (findOnPath("terraform") === undefined)
    createProgram(folder, "terraform", [createCall("tofu")]);
  // Each time, npx takes a second of a processor to find the command of the clone that it runs in.
  // With --prefix, or in another folder, it runs itself: the story of docs/commands.md does both.
  createProgram(folder, "npx", [
    'if [ "$1" = pulumi-ghcr ] && [ -f cli/bin.mjs ]',
    `then shift; exec '${process.execPath}' cli/bin.mjs "$@"`,
    'elif [ "$1" = pulumi ] && [ -d node_modules/pulumi ]',
    `then shift; exec '${process.execPath}' node_modules/pulumi/run.js "$@"`,
    "fi",
    `exec '${findOnPath("npx") ?? "npx"}' "$@"`,
  ]);
}

function createCall(name: ClientName): string {
  const found = findClient(name);
  return "path" in found ? `exec '${found.path}' "$@"` : `echo '${found.reason}' >&2; exit 127`;
}

function createProgram(folder: string, name: string, lines: readonly string[]): void {
  writeFileSync(join(folder, name), `${["#!/bin/sh", ...lines].join("\n")}\n`, { mode: 0o755 });
}
