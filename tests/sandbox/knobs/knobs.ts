import { rm } from "node:fs/promises";

import { CONTROL_HEADER, CONTROL_PATH, serveControl } from "../../../sandbox/control/serve";
import { serveGithub } from "../../../sandbox/github/serve";
import type { JournalEntry } from "../../../sandbox/journal";
import { Journal } from "../../../sandbox/journal";
import { Knobs } from "../../../sandbox/knobs/knobs";
import { seedWorld } from "../../../sandbox/seed";
import { Front } from "../../../sandbox/server/front";
import { Source } from "../../../sandbox/source/source";
import { Store } from "../../../sandbox/world/store";
import { expectNoMisfits } from "../misfits";
import type { AskOptions, Reply } from "../world";
import { askGithub, temporaryFolder } from "../world";

const KEY = "the key";

/** The sandbox's GitHub with its knobs and the control address, without the registry. */
export interface GithubWithKnobs {
  store: Store;
  knobs: Knobs;
  front: Front;
  origin: string;
  ask(method: string, path: string, options?: AskOptions): Promise<Reply>;
  control(method: string, path: string, body?: unknown): Promise<Reply>;
  /** Resolves when the last request is in the journal. */
  journal(length: number): Promise<readonly JournalEntry[]>;
  close(): Promise<void>;
}

export async function startGithubWithKnobs(): Promise<GithubWithKnobs> {
  const directory = await temporaryFolder();
  const store = await Store.open(directory, seedWorld);
  const journal = new Journal();
  const front = new Front(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://sandbox").pathname;
    if (path.startsWith(CONTROL_PATH)) {
      await serveControl({ store, journal, knobs, source }, KEY, request, response);
      return;
    }
    const note = journal.record("github", request.method ?? "", path, response);
    await knobs.serve("github", request, response, note, (asked, answer) =>
      serveGithub(store, knobs.gate, asked, answer, note),
    );
  });
  const knobs = new Knobs((socket) => {
    front.reset(socket);
  });
  const source = new Source({
    ...{ directory, store, journal, knobs },
    registryBinary: "none",
    controlKey: KEY,
  });
  const origin = `http://localhost:${await front.listen(0)}`;
  return {
    store,
    knobs,
    front,
    origin,
    ask: (method, path, options) => askGithub(origin, method, path, options),
    control: (method, path, body) =>
      askGithub(origin, method, CONTROL_PATH + path, {
        token: null,
        headers: { [CONTROL_HEADER]: KEY },
        ...(body === undefined ? {} : { body }),
      }),
    // A client may get its answer, or a reset, before our end of the connection is closed.
    journal: async (length) => {
      await waitUntil(() => journal.read().length >= length);
      return journal.read();
    },
    close: async () => {
      await front.close();
      await rm(directory, { recursive: true });
      expectNoMisfits(journal.read());
    },
  };
}

export async function waitUntil(what: () => boolean): Promise<void> {
  // A busy machine is no failure.
  const end = Date.now() + 30_000;
  while (!what()) {
    if (Date.now() > end) throw new Error("it did not happen");
    await new Promise((done) => setTimeout(done, 5));
  }
}
