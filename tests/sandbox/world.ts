import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import sodium from "libsodium-wrappers";

import { CONTROL_HEADER, CONTROL_PATH } from "../../sandbox/control/serve";
import { GitServer } from "../../sandbox/github/git/serve";
import { createHandler } from "../../sandbox/handler";
import type { JournalEntry } from "../../sandbox/journal";
import { Journal } from "../../sandbox/journal";
import { Knobs } from "../../sandbox/knobs/knobs";
import { Upstream } from "../../sandbox/registry/upstream";
import { ADMINISTRATOR_TOKEN, seedWorld } from "../../sandbox/seed";
import { Front } from "../../sandbox/server/front";
import { Source } from "../../sandbox/source/source";
import { Store } from "../../sandbox/world/store";
import { expectNoMisfits } from "./misfits";

const KEY = "the key";

/** The sandbox's GitHub without the registry. */
export interface GithubHalf {
  store: Store;
  journal: Journal;
  knobs: Knobs;
  front: Front;
  directory: string;
  origin: string;
  /** The default is the administrator's token; null is anonymous. */
  ask(method: string, path: string, options?: AskOptions): Promise<Reply>;
  control(method: string, path: string, body?: unknown): Promise<Reply>;
  /** Resolves when so many requests are in the journal. */
  waitForEntries(count: number): Promise<readonly JournalEntry[]>;
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

/** `listenBehind` starts a registry at a socket in the folder; without it there is none. */
export async function startGithubHalf(
  listenBehind?: (socket: string) => Promise<() => void>,
): Promise<GithubHalf> {
  const directory = await temporaryFolder();
  const store = await Store.open(directory, seedWorld);
  const journal = new Journal();
  const knobs = new Knobs((socket) => {
    front.reset(socket);
  });
  const shared = { store, journal, knobs };
  const settings = { registryBinary: "none", controlKey: KEY };
  const source = new Source({ directory, ...settings, ...shared });
  const git = new GitServer(store, directory);
  const socket = join(directory, "registry.sock");
  const stopBehind = await listenBehind?.(socket);
  const upstream = new Upstream(socket);
  const front = new Front(createHandler({ ...shared, source, git }, upstream, KEY));
  const origin = `http://localhost:${await front.listen(0)}`;
  return {
    ...shared,
    front,
    directory,
    origin,
    ask: (method, path, options) => askGithub(origin, method, path, options),
    control: (method, path, body) =>
      askGithub(origin, method, CONTROL_PATH + path, {
        ...{ token: null, headers: { [CONTROL_HEADER]: KEY }, body },
      }),
    // A client may get its answer, or a reset, before our end of the connection is closed.
    waitForEntries: async (count) => {
      await waitUntil(() => journal.read().length >= count);
      return journal.read();
    },
    close: async () => {
      await front.close();
      upstream.close();
      stopBehind?.();
      await rm(directory, { recursive: true });
      expectNoMisfits(journal.read());
    },
  };
}

/** A new GitHub for each test of a file, and a repository 'demo' there if it has settings. */
export function githubForEachTest(demo?: object): GithubHalf {
  const github = {} as GithubHalf;
  beforeEach(async () => {
    Object.assign(github, await startGithubHalf());
    if (demo === undefined) return;
    const made = await github.ask("POST", "/user/repos", { body: { name: "demo", ...demo } });
    expect(made.status).toBe(201);
  });
  afterEach(() => github.close());
  return github;
}

export async function waitUntil(what: () => boolean): Promise<void> {
  // A busy machine is no failure.
  const end = Date.now() + 30_000;
  while (!what()) {
    if (Date.now() > end) throw new Error("it did not happen");
    await new Promise((done) => setTimeout(done, 5));
  }
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
    body: JSON.stringify(body),
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
