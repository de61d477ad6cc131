import { types } from "node:util";
import { RegistryClient, type Manifest } from "../../../core/registry/client";
import {
  answer,
  basic,
  digestOf,
  login,
  startFakeRegistry,
  type FakeRegistry,
  type Handler,
} from "./fakeRegistry";

export { basic, login };
export const bearer = "example-bearer";

export const body = JSON.stringify({
  mediaType: "application/vnd.oci.image.index.v1+json",
  annotations: { "org.opencontainers.image.source": "https://github.com/a/b" },
  manifests: [
    { platform: { os: "linux", architecture: "amd64" } },
    { platform: { os: "linux", architecture: "arm", variant: "v7" } },
    { platform: { os: "unknown", architecture: "unknown" } },
    {},
  ],
});
export const digest = digestOf(body);

export let registry: FakeRegistry;

/** Starts a new registry for each test of a file. */
export function startRegistryForEach(): void {
  beforeEach(async () => {
    registry = await startFakeRegistry();
  });

  afterEach(async () => {
    await registry.close();
  });
}

export function read(expectedDigest = digest): Promise<Manifest> {
  const { host } = registry;
  const http = { retryMilliseconds: 1 };
  const client = new RegistryClient({ registry: host, ...login, http });
  return client.readManifest({ registry: host, name: "a/b", digest: expectedDigest });
}

/** Whether this is an error, also Node's, whose class differs from that of the tests in jest. */
function isError(thrown: unknown): thrown is Error {
  return types.isNativeError(thrown);
}

/** The error that reading ends with. It never holds the token, plain or encoded. */
export async function catchError(reading: Promise<unknown>): Promise<Error> {
  const error: unknown = await reading.then(
    () => new Error("The manifest was read"),
    (reason: unknown) => reason,
  );
  if (!isError(error)) throw new Error("What was thrown is no error");
  const output = [error.message, error.stack, JSON.stringify(error), String(error.cause)].join(
    "\n",
  );
  expect(output).not.toContain(login.token);
  expect(output).not.toContain(basic.slice("Basic ".length));
  expect(output).not.toContain(bearer);
  return error;
}

export function challenge(parts: Record<string, string> = {}): string {
  const all = {
    realm: `http://${registry.host}/token`,
    service: registry.host,
    scope: "repository:a/b:pull",
    ...parts,
  };
  return `Bearer ${Object.entries(all)
    .map(([key, value]) => `${key}="${value}"`)
    .join(",")}`;
}

/** A registry that requires a bearer token, and returns one after a login. */
export function requireToken(
  give: Handler,
  parts?: Record<string, string>,
  token = { token: bearer },
): Handler {
  return (request, response) => {
    if (request.url?.startsWith("/token") === true) answer(response, 200, JSON.stringify(token));
    else if (request.headers.authorization === `Bearer ${bearer}`) give(request, response);
    else answer(response, 401, "log in", { "www-authenticate": challenge(parts) });
  };
}

export const giveManifest: Handler = (_request, response) => {
  answer(response, 200, body);
};
