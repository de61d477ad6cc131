import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { JournalEntry, Sandbox } from "../../../sandbox";
import { CONTROL_HEADER, PUBLISHER_TOKEN, startSandbox } from "../../../sandbox";
import type { World } from "../../../sandbox/world/world";
import { expectNoMisfits } from "../../sandbox/misfits";
import { askGithub, temporaryFolder } from "../../sandbox/world";

/** A running sandbox, with functions that send requests to it. */
export interface Running {
  sandbox: Sandbox;
  origin: string;
  directory: string;
  github: (...args: Tail<Parameters<typeof askGithub>>) => ReturnType<typeof askGithub>;
  control(method: string, path: string, body?: unknown): Promise<Response>;
  registry(method: string, path: string, options?: RegistryOptions): Promise<Response>;
  /** The token service's response to a GET request, as Docker and curl send it. */
  login(password: string | null, scope?: string): Promise<Response>;
  /** A bearer token for this GitHub token. */
  bearer(password?: string): Promise<string>;
  /** Fails if a request or response violated GitHub's OpenAPI description. */
  close(): Promise<void>;
}

type Tail<T extends unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never;

interface RegistryOptions {
  bearer?: string;
  body?: Buffer | string;
  type?: string;
}

/** The path of the reference registry, which these tests require. */
export function requireRegistryBinary(): string {
  const binary = process.env.GHCR_SANDBOX_REGISTRY;
  if (!binary) throw new Error("GHCR_SANDBOX_REGISTRY must name the registry's executable");
  return binary;
}

/** Starts a sandbox; the default content is that of a first start. */
export async function startRunning(world: World | null = null): Promise<Running> {
  const directory = await temporaryFolder();
  if (world !== null) await writeFile(join(directory, "world.json"), JSON.stringify(world));
  const sandbox = await startSandbox({ directory, registryBinary: requireRegistryBinary() });
  const origin = `http://${sandbox.address}`;
  const key = await readFile(sandbox.controlKeyFile, "utf8");

  const login: Running["login"] = (password, scope) => {
    const query = new URLSearchParams({ service: sandbox.address, ...(scope ? { scope } : {}) });
    const basic = `Basic ${Buffer.from(`any:${password ?? ""}`).toString("base64")}`;
    const headers = password === null ? undefined : { Authorization: basic };
    return fetch(`${origin}/token?${query.toString()}`, { headers });
  };
  return {
    sandbox,
    origin,
    directory,
    github: (...args) => askGithub(origin, ...args),
    control: (method, path, body) =>
      fetch(`${origin}/_sandbox/${path}`, {
        method,
        headers: { [CONTROL_HEADER]: key },
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
    registry: (method, path, { bearer, body, type } = {}) =>
      fetch(new URL(path, `${origin}/v2/`), {
        method,
        headers: {
          ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
          // Without it an OCI manifest is "unknown", on ghcr.io too (Mic92/niks3#229).
          Accept: `${MANIFEST}, ${INDEX}`,
          "Content-Type": type ?? "application/octet-stream",
        },
        body,
      }),
    login,
    bearer: async (password = PUBLISHER_TOKEN) => {
      const { token } = (await (await login(password)).json()) as { token: string };
      return token;
    },
    close: async () => {
      const headers = { [CONTROL_HEADER]: key };
      const answer = await fetch(`${origin}/_sandbox/journal`, { headers });
      // Read all of it before the sandbox stops: a long journal arrives in several parts.
      const journal = (await answer.json()) as JournalEntry[];
      await sandbox.stop();
      await rm(directory, { recursive: true });
      expectNoMisfits(journal);
    },
  };
}

export function computeDigest(content: Buffer | string): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

/** Reads the response in any case: an unread one keeps its connection, and fails when the sandbox stops. */
async function requireStatus(answer: Response, expected: number): Promise<void> {
  const text = await answer.text();
  if (answer.status !== expected) throw new Error(`${answer.status} ${text}`);
}

/** Uploads a blob with POST and PUT, like other clients. */
export async function pushBlob(
  running: Running,
  name: string,
  content: Buffer | string,
  bearer: string,
): Promise<string> {
  const opened = await running.registry("POST", `${name}/blobs/uploads/`, { bearer });
  await requireStatus(opened, 202);
  const location = new URL(opened.headers.get("location") ?? "", running.origin);
  const digest = computeDigest(content);
  location.searchParams.set("digest", digest);
  const done = await running.registry("PUT", location.href, { bearer, body: content });
  await requireStatus(done, 201);
  return digest;
}

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const INDEX = "application/vnd.oci.image.index.v1+json";

/** Pushes a single-platform image with one layer and these labels. */
export async function pushImage(
  running: Running,
  name: string,
  reference: string | null,
  labels: Record<string, string>,
  bearer: string,
): Promise<{ digest: string; size: number }> {
  const config = JSON.stringify({ os: "linux", architecture: "amd64", config: { Labels: labels } });
  const layer = Buffer.from(`layer of ${name}`);
  const described = async (mediaType: string, content: Buffer | string): Promise<object> => ({
    mediaType,
    digest: await pushBlob(running, name, content, bearer),
    size: Buffer.byteLength(content),
  });
  const body = JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: await described("application/vnd.oci.image.config.v1+json", config),
    layers: [await described("application/vnd.oci.image.layer.v1.tar", layer)],
  });
  const digest = computeDigest(body);
  const path = `${name}/manifests/${reference ?? digest}`;
  const answer = await running.registry("PUT", path, { bearer, body, type: MANIFEST });
  await requireStatus(answer, 201);
  return { digest, size: Buffer.byteLength(body) };
}
