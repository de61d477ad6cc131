import type { IncomingMessage } from "node:http";
import { types } from "node:util";
import { RegistryClient, type RegistryClientOptions } from "../../../core/registry/client";
import {
  answer,
  basic,
  digestOf,
  login,
  startFakeRegistry,
  type FakeRegistry,
  type Handler,
  reply,
} from "./fakeRegistry";

export { basic, login };
export const body = JSON.stringify({
  mediaType: "application/vnd.oci.image.manifest.v1+json",
});
export const digest = digestOf(body);
export const denied = JSON.stringify({ errors: [{ code: "DENIED", message: "denied" }] });

/** A new registry for each test, and the request bodies of its token service. */
export const fixture = {} as { registry: FakeRegistry; tokenRequestBodies: string[] };

export function startRegistryForEachTest(): void {
  beforeEach(async () => {
    fixture.registry = await startFakeRegistry();
    fixture.tokenRequestBodies = [];
  });

  afterEach(async () => {
    await fixture.registry.close();
  });
}

export function client(change: Partial<RegistryClientOptions> = {}): RegistryClient {
  const http = { retryMilliseconds: 1, ...change.http };
  return new RegistryClient({ registry: fixture.registry.host, ...login, ...change, http });
}

export const reference = (rest: object): { registry: string; name: string } => ({
  registry: fixture.registry.host,
  name: "a/b",
  ...rest,
});

export function challenge({ realm = `http://${fixture.registry.host}/token` } = {}): Record<
  string,
  string
> {
  // At /v2/, ghcr.io names a package that does not exist, and docker requests another scope.
  const scope = "repository:user/image:pull";
  return { "www-authenticate": `Bearer realm="${realm}",service="r",scope="${scope}"` };
}

export interface RegistryBehavior {
  /** Whether the token service also answers requests without credentials. */
  readonly anonymous?: boolean;
  readonly tokenAnswer?: (request: IncomingMessage) => readonly [number, string];
  readonly handlePackage: Handler;
}

/** A registry that issues a separate bearer for each scope. */
export function requireBearer({
  anonymous = false,
  tokenAnswer,
  handlePackage,
}: RegistryBehavior): Handler {
  return (request, response) => {
    const url = new URL(request.url ?? "", "http://x");
    if (url.pathname === "/token") {
      const hasLogin = request.headers.authorization === basic || request.method === "POST";
      const [status, body] = tokenAnswer?.(request) ?? [
        hasLogin || anonymous ? 200 : 401,
        JSON.stringify({ token: `bearer-${hasLogin ? "of" : "without"}-login` }),
      ];
      let sent = "";
      request.on("data", (chunk: Buffer) => (sent += chunk.toString()));
      request.on("end", () => {
        fixture.tokenRequestBodies.push(sent);
        answer(response, status, body);
      });
    } else if (request.headers.authorization?.startsWith("Bearer bearer-") === true) {
      handlePackage(request, response);
    } else answer(response, 401, "log in", challenge());
  };
}

export const manifest = reply(200, body, { "docker-content-digest": digest });

export const ok = reply(200, "{}");

/** Whether this is an error, also Node's, whose class differs from that of the tests in jest. */
function isError(thrown: unknown): thrown is Error {
  return types.isNativeError(thrown);
}

/** The error that reading ends with. It never holds the token or the bearer, plain or encoded. */
export async function catchError(reading: Promise<unknown>): Promise<Error> {
  const error: unknown = await reading.then(
    () => new Error("The manifest was read"),
    (reason: unknown) => reason,
  );
  if (!isError(error)) throw new Error("What was thrown is no error");
  const output = [error.message, error.stack, JSON.stringify(error), String(error.cause)];
  for (const secret of [login.token, basic.slice("Basic ".length), "bearer-of-login"]) {
    expect(output.join("\n")).not.toContain(secret);
  }
  return error;
}

export const tokenRequests = (): URLSearchParams[] =>
  fixture.registry.requests
    .filter(({ path }) => path.startsWith("/token"))
    .map(({ path }) => new URL(path, "http://x").searchParams);
