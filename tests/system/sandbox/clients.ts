import { execFile } from "node:child_process";

import { findClients, type Client } from "../../../toolchain";
import { findOnPath } from "../../../core/process/child";
import type { Running } from "./running";

/** Clients that others wrote. What suits only ourselves would be found out by them. */
export type ClientName =
  | "actionlint"
  | "compose"
  | "curl"
  | "docker-buildx"
  | "gh"
  | "kubectl"
  | "kustomize"
  | "regctl"
  | "shellcheck"
  | "skopeo"
  | "terraform-provider-github"
  | "tofu"
  | "zizmor";

/** What `npm test` made ready; where the file is run by hand, what is here already. */
function engineClients(): readonly Client[] {
  const serialized = process.env.GHCR_SANDBOX_CLIENTS;
  return serialized === undefined ? findClients() : (JSON.parse(serialized) as Client[]);
}

const clientsByName = new Map(engineClients().map((client) => [client.name, client]));

/** The client's executable, or why there is none. */
export function find(name: ClientName): { path: string } | { reason: string } {
  const client = clientsByName.get(name);
  if (client !== undefined && "path" in client) return client;
  const path = findOnPath(name);
  if (path !== undefined) return { path };
  return { reason: client?.problem.cause ?? "it is not on PATH" };
}

export function pathOf(name: ClientName): string {
  const found = find(name);
  if ("path" in found) return found.path;
  throw new Error(`${name} could not be installed: ${found.reason}`);
}

/** Tests of these clients. One that is not here is named, and its tests are skipped for all to see. */
export function withClients(names: readonly ClientName[], define: () => void): void {
  const absent = names.flatMap((name) => {
    const found = find(name);
    return "reason" in found ? [`${name} could not be installed: ${found.reason}`] : [];
  });
  if (absent.length === 0) describe(names.join(" with "), define);
  else test.skip(absent.join("; "), () => undefined);
}

export interface RunClientOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly cwd: string;
}

/**
 * Runs a program that trusts the sandbox, and gives what it writes as its result. The sandbox runs in
 * this process, so nothing here may wait for a child and do nothing else.
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
          // A proxy cannot lead to this machine's own address.
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
    // A program may end before it has read all of it.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}
