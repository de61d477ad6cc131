import { rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { serveGithub } from "../../../../sandbox/github/serve";
import { Journal } from "../../../../sandbox/journal";
import type { FaultOrder } from "../../../../sandbox/knobs/faults";
import { Knobs } from "../../../../sandbox/knobs/knobs";
import { Logins } from "../../../../sandbox/registry/logins";
import { serveRegistry } from "../../../../sandbox/registry/serve";
import { serveToken } from "../../../../sandbox/registry/tokenService";
import { Upstream } from "../../../../sandbox/registry/upstream";
import {
  ADMINISTRATOR_TOKEN,
  PUBLISHER_TOKEN,
  SEED_OWNER,
  seedWorld,
} from "../../../../sandbox/seed";
import { Front } from "../../../../sandbox/server/front";
import { readBody } from "../../../../sandbox/server/http";
import { Store } from "../../../../sandbox/world/store";
import type { Token } from "../../../../sandbox/world/world";
import { expectNoMisfits } from "../../../sandbox/misfits";
import { askGithub, temporaryFolder } from "../../../sandbox/world";

export const WORKFLOW_TOKEN = "ghs_sandboxWorkflow0000000000000000000000000";

/** Both halves of the sandbox, with a registry that fits into a test behind them. */
export class StepWorld {
  private constructor(
    readonly store: Store,
    readonly address: string,
    private readonly journal: Journal,
    private readonly knobs: Knobs,
    private readonly stopAll: () => Promise<void>,
  ) {}

  /** With a repository that a workflow runs in. */
  static async open(): Promise<StepWorld> {
    const directory = await temporaryFolder();
    const store = await Store.open(directory, seedWorld);
    const socket = join(directory, "registry.sock");
    const registry = await listen(new SmallRegistry().server, socket);
    const upstream = new Upstream(socket);
    const journal = new Journal();
    const logins = new Logins(store.world);
    const front = new Front(async (request, response) => {
      const path = new URL(request.url ?? "/", "http://sandbox").pathname;
      const kind = path === "/token" || path.startsWith("/v2/") ? "registry" : "github";
      const note = journal.record(kind, request.method ?? "", path, response);
      await knobs.serve(kind, request, response, note, async (asked, answer) => {
        if (kind === "github") await serveGithub(store, knobs.gate, asked, answer, note);
        else if (path === "/token") await serveToken(store.world, logins, asked, answer, note);
        else await serveRegistry(store, logins, upstream, asked, answer, note);
      });
    });
    const knobs = new Knobs((connection) => {
      front.reset(connection);
    });
    const address = `localhost:${await front.listen(0)}`;
    const world = new StepWorld(store, address, journal, knobs, async () => {
      await front.close();
      upstream.close();
      registry.close();
      await rm(directory, { recursive: true });
    });
    const { body } = await askGithub(`http://${address}`, "POST", "/user/repos", {
      token: ADMINISTRATOR_TOKEN,
      body: { name: "v7" },
    });
    const repositoryId = body.id as number;
    const permissions = { packages: "write" } as const;
    world.addToken(WORKFLOW_TOKEN, { kind: "actions", scopes: null, repositoryId, permissions });
    return world;
  }

  /** The environment of each step of the repository's workflow. */
  get inputs(): Record<string, string> {
    return {
      REGISTRY_URL: `http://${this.address}`,
      SECRET_NAME: "GHCR_TOKEN",
      TOKEN: PUBLISHER_TOKEN,
      WORKFLOW_TOKEN,
      GITHUB_ACTOR: SEED_OWNER,
      GITHUB_API_URL: `http://${this.address}`,
      GITHUB_EVENT_NAME: "push",
      GITHUB_REPOSITORY: `${SEED_OWNER}/v7`,
      NO_PROXY: "localhost",
    };
  }

  addToken(token: string, facts: Partial<Token>): string {
    const plain = { kind: "classic", owner: SEED_OWNER, expiresAt: null } as const;
    this.store.world.tokens = this.store.world.tokens.filter((one) => one.token !== token);
    this.store.world.tokens.push({ token, revoked: false, scopes: [], ...plain, ...facts });
    return token;
  }

  /** Sets a fault, which replaces the previous one. */
  fault(order: Pick<FaultOrder, "match" | "fault"> & Partial<FaultOrder>): void {
    this.knobs.reset();
    this.knobs.faults.inject({ nth: 1, times: 1, ...order });
  }

  rest(): void {
    this.knobs.reset();
    this.journal.clear();
  }

  /** The requests that came, as `method path status`. */
  requests(): readonly string[] {
    return this.journal.read().map(({ method, path, status }) => `${method} ${path} ${status}`);
  }

  /** Stores a manifest under its digest and tags, and returns the digest. */
  async push(name: string, manifest: object, tags: readonly string[] = []): Promise<string> {
    const body = JSON.stringify(manifest);
    const digest = `sha256:${createHash("sha256").update(body).digest("hex")}`;
    const bearer = Buffer.from(`any:${PUBLISHER_TOKEN}`).toString("base64");
    for (const reference of [digest, ...tags]) {
      const url = `http://${this.address}/v2/${name}/manifests/${reference}`;
      const headers = { authorization: `Bearer ${bearer}` };
      const answer = await fetch(url, { method: "PUT", headers, body });
      expect(`${answer.status} ${await answer.text()}`).toBe("201 ");
    }
    return digest;
  }

  /** Puts an index of one image for each platform, each of 1,000 bytes. */
  async pushIndex(
    name: string,
    platforms: readonly string[],
    tags: readonly string[],
  ): Promise<string> {
    const manifests: object[] = [];
    for (const each of platforms) {
      const [os = "", architecture = "", variant] = each.split("/");
      const image = { schemaVersion: 2, config: { size: 100 }, layers: [{ size: 900, each }] };
      const platform = { os, architecture, ...(variant === undefined ? {} : { variant }) };
      manifests.push({ digest: await this.push(name, image), platform });
    }
    const mediaType = "application/vnd.oci.image.index.v1+json";
    return this.push(name, { schemaVersion: 2, mediaType, manifests }, tags);
  }

  async close(): Promise<void> {
    await this.stopAll();
    expectNoMisfits(this.journal.read());
  }
}

/** A fault that answers instead of the server. */
export function answer(
  status: number,
  body: string | { errors: { code: string; message: string }[] },
  headers: Record<string, string> = {},
): FaultOrder["fault"] {
  return { type: "answer", status, headers, body, carriedOut: false };
}

/** Keeps manifests and opens uploads. All that is asked of ghcr.io is answered before it. */
class SmallRegistry {
  private readonly manifests = new Map<string, Buffer>();
  readonly server = createServer((request, response) => void this.answer(request, response));

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    const [, name = "", reference = ""] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(path) ?? [];
    if (request.method === "PUT") {
      const body = await readBody(request, 1_000_000);
      const digest = `sha256:${createHash("sha256").update(body).digest("hex")}`;
      this.manifests.set(`${name}@${digest}`, body).set(`${name}@${reference}`, body);
      response.writeHead(201, { "docker-content-digest": digest }).end();
    } else if (request.method === "POST") {
      response.writeHead(202, { location: `${path}an-upload` }).end();
    } else if (name === "") {
      response.writeHead(200).end("{}");
    } else {
      const body = this.manifests.get(`${name}@${reference}`);
      response.writeHead(body === undefined ? 404 : 200).end(body);
    }
  }
}

async function listen(server: Server, socket: string): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return server;
}
