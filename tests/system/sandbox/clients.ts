import { execFile } from "node:child_process";

import { findClients, type Client } from "../../../toolchain";
import { findOnPath } from "../../../core/process/child";
import type { Running } from "./running";

/** Third-party clients, which detect what works only with the clients of this project. */
export type ClientName =
  | "actionlint"
  | "buildctl"
  | "compose"
  | "curl"
  | "docker-buildx"
  | "gh"
  | "kubectl"
  | "kustomize"
  | "pulumi-resource-docker"
  | "regctl"
  | "shellcheck"
  | "skopeo"
  | "terraform-provider-github"
  | "tofu"
  | "zizmor";

/** The clients that `npm test` prepared, or else those in the cache. */
function listClients(): readonly Client[] {
  const serialized = process.env.GHCR_SANDBOX_CLIENTS;
  return serialized === undefined ? findClients() : (JSON.parse(serialized) as Client[]);
}

const clientsByName = new Map(listClients().map((client) => [client.name, client]));

/** The client's executable, or the reason why it is missing. */
export function findClient(name: ClientName): { path: string } | { reason: string } {
  const client = clientsByName.get(name);
  if (client !== undefined && "path" in client) return client;
  const path = findOnPath(name);
  if (path !== undefined) return { path };
  return { reason: client?.problem.cause ?? "it is not on PATH" };
}

export function pathOf(name: ClientName): string {
  const found = findClient(name);
  if ("path" in found) return found.path;
  throw new Error(`${name} could not be installed: ${found.reason}`);
}

/** Tests that need these clients. If one is missing, they are skipped, which `npm test` reports. */
export function withClients(names: readonly ClientName[], define: () => void): void {
  const missing = names.flatMap((name) => {
    const found = findClient(name);
    return "reason" in found ? [`${name} could not be installed: ${found.reason}`] : [];
  });
  if (missing.length === 0) describe(names.join(" with "), define);
  else test.skip(missing.join("; "), () => undefined);
}

export interface RunClientOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly cwd: string;
}

/**
 * Runs a program that trusts the sandbox's certificate, and returns its standard output. The sandbox
 * runs in this process, so it must not block.
 */
export function runProgram(
  running: Pick<Running, "sandbox">,
  program: string,
  args: readonly string[],
  { environment = {}, input = "", cwd }: RunClientOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      args,
      {
        cwd,
        timeout: 100_000,
        maxBuffer: 16 * 1024 * 1024,
        env: {
          ...process.env,
          SSL_CERT_FILE: running.sandbox.certificateBundleFile,
          NODE_EXTRA_CA_CERTS: running.sandbox.certificateAuthorityFile,
          // A proxy cannot reach localhost on this machine.
          NO_PROXY: "localhost",
          no_proxy: "localhost",
          ...environment,
        },
      },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`${program} ${args.join(" ")}\n${stdout}${stderr}`));
      },
    );
    // A program may exit before it has read its input.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}
