import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createHash } from "node:crypto";
import type { FaultOrder } from "../../../../sandbox/knobs/faults";
import { PUBLISHER_TOKEN, SEED_OWNER } from "../../../../sandbox/seed";
import { readBody } from "../../../../sandbox/server/http";
import type { Store } from "../../../../sandbox/world/store";
import type { Token } from "../../../../sandbox/world/world";
import { makeRepository } from "../../../sandbox/people";
import { startGithubHalf, type GithubHalf } from "../../../sandbox/world";

const WORKFLOW_TOKEN = "ghs_sandboxWorkflow0000000000000000000000000";

/** Both halves of the sandbox, with a registry that fits into a test behind them. */
export class StepWorld {
  readonly store: Store;
  readonly address: string;

  private constructor(private readonly sandbox: GithubHalf) {
    this.store = sandbox.store;
    this.address = new URL(sandbox.origin).host;
  }

  /** With a repository that a workflow runs in. */
  static async open(): Promise<StepWorld> {
    const sandbox = await startGithubHalf(listenAsRegistry);
    const world = new StepWorld(sandbox);
    const repositoryId = await makeRepository(sandbox, null, { name: "v7" });
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
    this.sandbox.knobs.reset();
    this.sandbox.knobs.faults.inject({ nth: 1, times: 1, ...order });
  }

  rest(): void {
    this.sandbox.knobs.reset();
    this.sandbox.journal.clear();
  }

  /** The requests that came, as `method path status`. */
  requests(): readonly string[] {
    return this.sandbox.journal
      .read()
      .map(({ method, path, status }) => `${method} ${path} ${status}`);
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

  close(): Promise<void> {
    return this.sandbox.close();
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
async function listenAsRegistry(socket: string): Promise<() => void> {
  const manifests = new Map<string, Buffer>();
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return () => server.close();

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    const [, name = "", reference = ""] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(path) ?? [];
    if (request.method === "PUT") {
      const body = await readBody(request, 1_000_000);
      const digest = `sha256:${createHash("sha256").update(body).digest("hex")}`;
      manifests.set(`${name}@${digest}`, body).set(`${name}@${reference}`, body);
      response.writeHead(201, { "docker-content-digest": digest }).end();
    } else if (request.method === "POST") {
      response.writeHead(202, { location: `${path}an-upload` }).end();
    } else if (name === "") {
      response.writeHead(200).end("{}");
    } else {
      const body = manifests.get(`${name}@${reference}`);
      response.writeHead(body === undefined ? 404 : 200).end(body);
    }
  }
}
