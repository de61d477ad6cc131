import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findOnPath } from "../../../core/process/child";
import { findClient, type ClientName } from "../sandbox/clients";

/** Creates executables with the usual names, which run the tests' clients. */
export function placePrograms(folder: string): void {
  const docker = findOnPath("docker");
  mkdirSync(folder, { recursive: true });
  // The plugins of Docker's command line are clients here.
  place(folder, "docker", [
    "case $1 in",
    `  compose) shift; ${calling("compose")} ;;`,
    `  buildx) shift; ${calling("docker-buildx")} ;;`,
    `  build) ${calling("docker-buildx")} ;;`,
    "esac",
    docker === undefined ? "echo 'docker is not here' >&2; exit 127" : `exec '${docker}' "$@"`,
  ]);
  place(folder, "gh", [calling("gh")]);
  place(folder, "kubectl", [calling("kubectl")]);
  place(folder, "skopeo", [calling("skopeo")]);
  if (findOnPath("terraform") === undefined) place(folder, "terraform", [calling("tofu")]);
}

function calling(name: ClientName): string {
  const found = findClient(name);
  return "path" in found ? `exec '${found.path}' "$@"` : `echo '${found.reason}' >&2; exit 127`;
}

function place(folder: string, name: string, lines: readonly string[]): void {
  writeFileSync(join(folder, name), `${["#!/bin/sh", ...lines].join("\n")}\n`, { mode: 0o755 });
}
