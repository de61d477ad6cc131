import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** The login, and the header that sends it. */
export const login = { username: "F1bonacci66", token: "ghp_exampleexampleexampleexample" };
export const basic = `Basic ${Buffer.from(`${login.username}:${login.token}`).toString("base64")}`;

/** A request to the registry. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly accept: string | undefined;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on this machine that answers as a test sets it. */
export interface FakeRegistry {
  /** Its host with its port. */
  readonly host: string;
  readonly requests: readonly ReceivedRequest[];
  /** What it does with each request; 404 at first. */
  handle: Handler;
  close(): Promise<void>;
}

/** A new registry for each test of a file. */
export function fakeRegistryForEachTest(): FakeRegistry {
  const registry = {} as FakeRegistry;
  beforeEach(async () => {
    await startFakeRegistry(registry);
  });
  afterEach(() => registry.close());
  return registry;
}

/** Starts a registry, and returns the object that describes it. */
export async function startFakeRegistry(registry = {} as FakeRegistry): Promise<FakeRegistry> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const { authorization, accept } = request.headers;
    const { method = "", url: path = "" } = request;
    requests.push({ method, path, authorization, accept });
    registry.handle(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(registry, {
    host: `127.0.0.1:${port}`,
    requests,
    handle: reply(404, "nothing here"),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  } satisfies FakeRegistry);
}

export function answer(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, headers).end(body);
}

/** Answers each request in the same way. */
export function reply(
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Handler {
  return (_request, response) => {
    answer(response, status, body, headers);
  };
}

export function digestOf(body: string | Buffer): string {
  return `sha256:${createHash("sha256").update(body).digest("hex")}`;
}
