import { randomBytes } from "node:crypto";
import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";

import { CONTROL_PATH } from "./control/serve";
import { PRIVATE, writeOnce } from "./files";
import { GitServer } from "./github/git/serve";
import { createHandler } from "./handler";
import { Journal } from "./journal";
import { Knobs } from "./knobs/knobs";
import { startRegistry } from "./registry/process";
import { Upstream } from "./registry/upstream";
import { SandboxError } from "./sandboxError";
import { seedWorld } from "./seed";
import { loadIdentity, writeCertificateFiles } from "./server/certificates";
import { Front } from "./server/front";
import type { Handler } from "./server/http";
import { sendJson } from "./server/http";
import { answerChallenge, listenOnSavedPort } from "./server/port";
import { Source } from "./source/source";
import { Store } from "./world/store";

export { CONTROL_HEADER } from "./control/serve";
export type { JournalEntry } from "./journal";
export type { FaultOrder } from "./knobs/faults";
export { SandboxError } from "./sandboxError";
export { ADMINISTRATOR_TOKEN, ORGANIZATION_TOKEN, PUBLISHER_TOKEN, SEED_OWNER } from "./seed";
export { SOURCE_PUBLISHER } from "./source/rights";

export interface SandboxOptions {
  /** Keeps the sandbox's data between starts. */
  directory: string;
  /** The reference registry's executable (github.com/distribution/distribution v3). */
  registryBinary: string;
}

export interface Sandbox {
  /**
   * `localhost:PORT`: GitHub's API, with and without `/api/v3`, and the registry, both by http and
   * by https. It is the same at each start.
   */
  address: string;
  /** The certificate of the sandbox's own authority. */
  certificateAuthorityFile: string;
  /** The same certificate together with those that were trusted already, for SSL_CERT_FILE. */
  certificateBundleFile: string;
  /** Contains the key for the control address. */
  controlKeyFile: string;
  stop(): Promise<void>;
}

/** Starts the sandbox in this process; only the registry runs in another one. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  const directory = await realpath(options.directory);
  const controlKeyFile = join(directory, "control-key");
  const controlKey = await writeOnce(controlKeyFile, randomBytes(32).toString("hex"), PRIVATE);
  // An empty key would match requests without a key.
  if (!/^[0-9a-f]{64}$/.test(controlKey)) {
    throw new SandboxError(
      `${controlKeyFile} is damaged: remove it, and the next start creates a new one`,
    );
  }

  // The port is the directory's lock, so it comes first.
  let handler: Handler = serveUnavailable(controlKey);
  const front = new Front((request, response) => handler(request, response));
  const port = await listenOnSavedPort(directory, front, controlKey);
  try {
    const store = await Store.open(directory, seedWorld);
    const [identity, registry] = await Promise.all([
      loadIdentity(directory),
      startRegistry(options.registryBinary, directory, store.world.registrySecret),
    ]);
    const files = await writeCertificateFiles(directory, identity);
    const upstream = new Upstream(registry.socketPath);
    front.useCertificate({ key: identity.key, cert: identity.certificate });
    const journal = new Journal();
    const knobs = new Knobs((socket) => {
      front.reset(socket);
      source.reset(socket);
    });
    const { registryBinary } = options;
    const shared = { store, journal, knobs };
    const source = new Source({ directory, registryBinary, controlKey, ...shared });
    if (source.isEnabled) await source.start();
    const git = new GitServer(store, directory);
    handler = createHandler({ ...shared, source, git }, upstream, controlKey);
    return {
      address: `localhost:${port}`,
      certificateAuthorityFile: files.authorityFile,
      certificateBundleFile: files.bundleFile,
      controlKeyFile,
      stop: async () => {
        handler = serveUnavailable(controlKey);
        upstream.close();
        await source.stop();
        await registry.stop();
        await store.commit();
        await front.close();
      },
    };
  } catch (error) {
    await front.close();
    throw error;
  }
}

/** While it starts and stops it only answers the identity challenge. */
function serveUnavailable(controlKey: string): Handler {
  return (request, response) => {
    const url = new URL(request.url ?? "/", "http://sandbox");
    if (url.pathname === `${CONTROL_PATH}identity`) {
      response.end(answerChallenge(controlKey, url.searchParams.get("challenge") ?? ""));
    } else {
      sendJson(response, 503, { message: "the sandbox is starting or stopping" });
    }
    return Promise.resolve();
  };
}
