import { mkdir } from "node:fs/promises";
import type { Socket } from "node:net";
import { join } from "node:path";

import type { Journal } from "../journal";
import type { Knobs } from "../knobs/knobs";
import { startRegistry } from "../registry/process";
import { Upstream } from "../registry/upstream";
import { Bearers } from "../server/bearers";
import { loadIdentity } from "../server/certificates";
import { Front } from "../server/front";
import type { Handler } from "../server/http";
import { answerChallenge, listenOnSavedPort } from "../server/port";
import type { Store } from "../world/store";
import type { SourceServices } from "./serve";
import { serveSource } from "./serve";
import { serveToken } from "./tokenService";

export interface SourceOptions {
  /** The sandbox's directory. */
  directory: string;
  registryBinary: string;
  controlKey: string;
  store: Store;
  journal: Journal;
  knobs: Knobs;
}

interface Running {
  front: Front;
  port: number;
  stop(): Promise<void>;
}

/**
 * A second registry, like Docker Hub, which mirrors are copied from. It starts on request,
 * and from then on with the sandbox.
 */
export class Source {
  private starting: Promise<Running> | null = null;
  private isDown = false;

  constructor(private readonly options: SourceOptions) {}

  /** Whether it was requested in this run or before. */
  get isEnabled(): boolean {
    return this.options.store.world.source !== undefined;
  }

  /** Starts it if it is not running, and returns its address. */
  async start(): Promise<string> {
    this.starting ??= this.open();
    const { port } = await this.starting;
    return `localhost:${port}`;
  }

  /** While it is down its port is closed. */
  async setDown(isDown: boolean): Promise<void> {
    await this.start();
    const running = await this.starting;
    if (running === null || isDown === this.isDown) return;
    this.isDown = isDown;
    if (isDown) await running.front.close();
    else await running.front.listen(running.port);
  }

  async stop(): Promise<void> {
    const running = await this.starting;
    await running?.stop();
  }

  reset(socket: Socket): void {
    void this.starting?.then(({ front }) => {
      front.reset(socket);
    });
  }

  private async open(): Promise<Running> {
    const { store, controlKey, registryBinary } = this.options;
    const directory = join(this.options.directory, "source");
    await mkdir(directory, { recursive: true, mode: 0o700 });
    store.world.source ??= { repositories: {} };
    const { source: world, registrySecret } = store.world;
    await store.commit();
    const [identity, registry] = await Promise.all([
      loadIdentity(this.options.directory),
      startRegistry(registryBinary, directory, registrySecret),
    ]);
    const upstream = new Upstream(registry.socketPath);
    const commit = (): Promise<void> => store.commit();
    const handler = this.createHandler({ world, bearers: new Bearers(), upstream, commit });
    const front = new Front(handler);
    front.useCertificate({ key: identity.key, cert: identity.certificate });
    const stop = async (): Promise<void> => {
      upstream.close();
      await registry.stop();
      await front.close();
    };
    try {
      const port = await listenOnSavedPort(directory, front, controlKey);
      return { front, port, stop };
    } catch (error) {
      await stop();
      throw error;
    }
  }

  private createHandler(services: SourceServices): Handler {
    const { controlKey, journal, knobs } = this.options;
    return async (request, response) => {
      const { pathname: path, searchParams } = new URL(request.url ?? "/", "http://sandbox");
      if (path === "/_sandbox/identity") {
        response.end(answerChallenge(controlKey, searchParams.get("challenge") ?? ""));
        return;
      }
      const note = journal.record("source", request.method ?? "", path, response);
      await knobs.serve("source", request, response, note, async (forwarded, forwardedResponse) => {
        if (path === "/token")
          await serveToken(services.world, services.bearers, forwarded, forwardedResponse, note);
        else await serveSource(services, forwarded, forwardedResponse, note);
      });
    };
  }
}
