import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import sodium from "libsodium-wrappers";

import { RateLimits } from "../../sandbox/github/limits/rateLimit";
import { GitServer, isGitPath } from "../../sandbox/github/git/serve";
import { serveGithub } from "../../sandbox/github/serve";
import { Journal } from "../../sandbox/journal";
import { ADMINISTRATOR_TOKEN, seedWorld } from "../../sandbox/seed";
import { Front } from "../../sandbox/server/front";
import { Store } from "../../sandbox/world/store";
import { expectNoMisfits } from "./misfits";

/** The sandbox's GitHub without the registry. */
export interface GithubHalf {
  store: Store;
  journal: Journal;
  directory: string;
  origin: string;
  /** The default is the administrator's token; null is anonymous. */
  ask(method: string, path: string, options?: AskOptions): Promise<Reply>;
  /** Fails if a request or an answer violated GitHub's description. */
  close(): Promise<void>;
}

export interface AskOptions {
  token?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Reply {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

export async function startGithubHalf(): Promise<GithubHalf> {
  const directory = await temporaryFolder();
  const store = await Store.open(directory, seedWorld);
  const journal = new Journal();
  const limits = new RateLimits();
  const git = new GitServer(store, directory);
  const front = new Front(async (request, response) => {
    const path = request.url ?? "";
    const note = journal.record("github", request.method ?? "", path, response);
    if (isGitPath(new URL(path, "http://sandbox").pathname)) await git.serve(request, response);
    else await serveGithub(store, limits, request, response, note);
  });
  const origin = `http://localhost:${await front.listen(0)}`;
  return {
    store,
    journal,
    directory,
    origin,
    ask: (method, path, options) => askGithub(origin, method, path, options),
    close: async () => {
      await front.close();
      await rm(directory, { recursive: true });
      expectNoMisfits(journal.read());
    },
  };
}

export async function askGithub(
  origin: string,
  method: string,
  path: string,
  { token = ADMINISTRATOR_TOKEN, body, headers = {} }: AskOptions = {},
): Promise<Reply> {
  const response = await fetch(origin + path, {
    method,
    headers: { ...(token === null ? {} : { Authorization: `Bearer ${token}` }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>,
  };
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "sandbox-test-"));
}

/** A sealed box, as real clients create it. */
export async function seal(value: string, publicKey: string): Promise<string> {
  await sodium.ready;
  const box = sodium.crypto_box_seal(value, Buffer.from(publicKey, "base64"));
  return Buffer.from(box).toString("base64");
}
