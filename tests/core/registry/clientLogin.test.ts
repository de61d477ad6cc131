import { MockAgent } from "undici";
import { RegistryClient, RegistryRefusal } from "../../../core/registry/client";
import { reply } from "./fakeRegistry";
import {
  catchError,
  challenge,
  client,
  digest,
  fixture,
  login,
  reference,
  startRegistryForEachTest,
} from "./guardedRegistry";

startRegistryForEachTest();

function read(): Promise<unknown> {
  return client().readManifest(reference({ digest }));
}

describe("the login", () => {
  it.each([
    ["the same host without TLS", "http://ghcr.io/token"],
    ["another port", "https://ghcr.io:8443/token"],
    ["a host below", "https://token.ghcr.io/token"],
    ["a host that begins alike", "https://ghcr.io.example/token"],
    ["an address with a login", "https://user:word@ghcr.io/token"],
    ["a file", "file:///etc/passwd"],
  ])("is not sent to %s", async (_what, realm) => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    const dispatchers = { dispatcherFor: () => agent, close: () => agent.close() };
    const headers = challenge({ realm });
    for (const path of ["/v2/", `/v2/a/b/manifests/${digest}`]) {
      agent.get("https://ghcr.io").intercept({ path }).reply(401, "log in", { headers });
    }
    const client = new RegistryClient({ registry: "ghcr.io", ...login, http: { dispatchers } });
    const reading = client.readManifest({ registry: "ghcr.io", name: "a/b", digest });
    // The agent fails any other request, with another message.
    expect((await catchError(reading)).message).toBe(
      `ghcr.io/a/b@${digest}: the registry requests the login at another address, ${new URL(realm).origin}`,
    );
    agent.assertNoPendingInterceptors();
  });

  it.each([
    "",
    "nonsense",
    'Basic realm="http://HOST/token"',
    "Bearer",
    'Bearer realm=""',
    'Bearer realm="not an address"',
    'Bearer service="x",scope="y"',
  ])("is not sent for the challenge '%s', which is quoted", async (shape) => {
    const nonsense = shape.replace("HOST", fixture.registry.host);
    fixture.registry.handle = reply(401, "log in", { "www-authenticate": nonsense });
    const error = await catchError(read());
    expect(error).toBeInstanceOf(RegistryRefusal);
    expect(error).toMatchObject({ refusal: { status: 401, text: nonsense } });
    expect(fixture.registry.requests.map(({ authorization }) => authorization)).toEqual([
      undefined,
      undefined,
    ]);
  });
});
