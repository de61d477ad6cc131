import { types } from "node:util";
import { MockAgent } from "undici";
import { RegistryClient, RegistryRefusal, type Manifest } from "../../ghcr/registryClient";
import {
  answer,
  digestOf,
  startFakeRegistry,
  type FakeRegistry,
  type Handler,
} from "./fakeRegistry";

const login = { username: "F1bonacci66", token: "ghp_exampleexampleexampleexample" };
const basic = `Basic ${Buffer.from(`${login.username}:${login.token}`).toString("base64")}`;
const bearer = "example-bearer";

const body = JSON.stringify({
  mediaType: "application/vnd.oci.image.index.v1+json",
  annotations: { "org.opencontainers.image.source": "https://github.com/a/b" },
  manifests: [
    { platform: { os: "linux", architecture: "amd64" } },
    { platform: { os: "linux", architecture: "arm", variant: "v7" } },
    { platform: { os: "unknown", architecture: "unknown" } },
    {},
  ],
});
const digest = digestOf(body);

let registry: FakeRegistry;

beforeEach(async () => {
  registry = await startFakeRegistry();
});

afterEach(async () => {
  await registry.close();
});

function read(wanted = digest): Promise<Manifest> {
  const { host } = registry;
  const http = { retryMilliseconds: 1 };
  const client = new RegistryClient({ registry: host, ...login, http });
  return client.manifest({ registry: host, name: "a/b", digest: wanted });
}

/** Whether this is an error, also one of Node's own, which jest keeps apart from those of a test. */
function isError(thrown: unknown): thrown is Error {
  return types.isNativeError(thrown);
}

/** The error that reading ends with. It never holds the token, plain or encoded. */
async function failure(reading: Promise<unknown>): Promise<Error> {
  const error: unknown = await reading.then(
    () => new Error("The manifest was read"),
    (reason: unknown) => reason,
  );
  if (!isError(error)) throw new Error("What was thrown is no error");
  const told = [error.message, error.stack, JSON.stringify(error), String(error.cause)].join("\n");
  expect(told).not.toContain(login.token);
  expect(told).not.toContain(basic.slice("Basic ".length));
  expect(told).not.toContain(bearer);
  return error;
}

function challenge(parts: Record<string, string> = {}): string {
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

/** A registry that wants a bearer token, and gives one to those who log in. */
function guarded(
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

const giveManifest: Handler = (_request, response) => {
  answer(response, 200, body);
};

const described: Manifest = {
  digest,
  mediaType: "application/vnd.oci.image.index.v1+json",
  bytes: body.length,
  platforms: ["linux/amd64", "linux/arm/v7"],
  annotations: { "org.opencontainers.image.source": "https://github.com/a/b" },
};

describe("a manifest", () => {
  it("is read without a login where none is wanted", async () => {
    registry.handle = giveManifest;
    expect(await read()).toEqual(described);
    expect(registry.heard.map(({ authorization }) => authorization)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it("is read through the token dance, with the login for the token service alone", async () => {
    registry.handle = guarded(giveManifest);
    expect(await read()).toEqual(described);
    const path = `/v2/a/b/manifests/${digest}`;
    const query = new URLSearchParams({
      service: registry.host,
      scope: "repository:a/b:pull",
    }).toString();
    expect(registry.heard.map((each) => [each.path, each.authorization])).toEqual([
      ["/v2/", undefined],
      [`/token?${query}`, basic],
      [path, `Bearer ${bearer}`],
    ]);
  });

  it("asks for indexes and single images, of both makes", async () => {
    registry.handle = giveManifest;
    await read();
    expect(registry.heard[1]?.accept?.split(", ").sort()).toEqual([
      "application/vnd.docker.distribution.manifest.list.v2+json",
      "application/vnd.docker.distribution.manifest.v2+json",
      "application/vnd.oci.image.index.v1+json",
      "application/vnd.oci.image.manifest.v1+json",
    ]);
  });

  it("is read with what older services call an access_token", async () => {
    registry.handle = (request, response) => {
      if (request.url?.startsWith("/token") === true) {
        answer(response, 200, JSON.stringify({ access_token: bearer }));
      } else guarded(giveManifest)(request, response);
    };
    expect(await read()).toEqual(described);
  });

  it("of a single image has no platforms", async () => {
    const single = JSON.stringify({ mediaType: "application/vnd.oci.image.manifest.v1+json" });
    registry.handle = (_request, response) => {
      answer(response, 200, single);
    };
    expect(await read(digestOf(single))).toEqual({
      digest: digestOf(single),
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      bytes: single.length,
      platforms: [],
      annotations: {},
    });
  });

  it("that is not what its digest says is refused", async () => {
    const other = `${body} `;
    registry.handle = guarded((_request, response) => {
      answer(response, 200, other);
    });
    const { message } = await failure(read());
    expect(message).toBe(
      `${registry.host}/a/b@${digest}: the registry gave something else, ${digestOf(other)}`,
    );
  });

  it("of four megabytes is read, and of one byte more is not", async () => {
    const largest = Buffer.alloc(4 * 1024 * 1024, " ");
    const larger = Buffer.alloc(largest.length + 1, " ");
    registry.handle = (_request, response) => {
      answer(response, 200, largest);
    };
    expect((await read(digestOf(largest))).bytes).toBe(largest.length);
    registry.handle = (_request, response) => {
      answer(response, 200, larger);
    };
    const { message } = await failure(read(digestOf(larger)));
    expect(message).toBe(`${registry.host}: the answer is larger than ${largest.length} bytes`);
  });
});

describe("the login", () => {
  it("is not given to another host that the registry names", async () => {
    const thief = await startFakeRegistry();
    try {
      thief.handle = (_request, response) => {
        answer(response, 200, JSON.stringify({ token: bearer }));
      };
      registry.handle = guarded(giveManifest, { realm: `http://${thief.host}/token` });
      const { message } = await failure(read());
      expect(message).toContain("the registry asks to log in at another place");
      expect(message).toContain(thief.host);
      expect(thief.heard).toEqual([]);
    } finally {
      await thief.close();
    }
  });

  it.each([
    ["the same host without TLS", "http://ghcr.io/token"],
    ["another port", "https://ghcr.io:8443/token"],
    ["a host below", "https://token.ghcr.io/token"],
    ["a host that begins alike", "https://ghcr.io.example/token"],
  ])("is not given to %s", async (_what, realm) => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    const ways = { through: () => agent, close: () => agent.close() };
    const headers = { "www-authenticate": challenge({ realm }) };
    for (const path of ["/v2/", `/v2/a/b/manifests/${digest}`]) {
      agent.get("https://ghcr.io").intercept({ path }).reply(401, "log in", { headers });
    }
    const client = new RegistryClient({ registry: "ghcr.io", ...login, http: { ways } });
    const reading = client.manifest({ registry: "ghcr.io", name: "a/b", digest });
    // Where another question is sent, the agent fails it, and says so in other words.
    expect((await failure(reading)).message).toBe(
      `ghcr.io/a/b@${digest}: the registry asks to log in at another place, ${new URL(realm).origin}`,
    );
    agent.assertNoPendingInterceptors();
  });

  it("is not carried on by a redirect", async () => {
    const elsewhere = await startFakeRegistry();
    try {
      registry.handle = (request, response) => {
        if (request.url?.startsWith("/token") !== true) {
          answer(response, 401, "log in", { "www-authenticate": challenge() });
        } else answer(response, 302, "", { location: `http://${elsewhere.host}/token` });
      };
      await failure(read());
      expect(elsewhere.heard).toEqual([]);
      expect(registry.heard).toHaveLength(3);
    } finally {
      await elsewhere.close();
    }
  });

  it("and the bearer are not carried on by a redirect of the manifest", async () => {
    const elsewhere = await startFakeRegistry();
    try {
      registry.handle = guarded((request, response) => {
        answer(response, 307, "", { location: `http://${elsewhere.host}${request.url ?? ""}` });
      });
      await failure(read());
      expect(elsewhere.heard).toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });

  it.each([
    "",
    "nonsense",
    'Basic realm="http://HOST/token"',
    "Bearer",
    'Bearer realm=""',
    'Bearer realm="not an address"',
    'Bearer service="x",scope="y"',
  ])("is not given for the challenge '%s', which is shown", async (shape) => {
    const nonsense = shape.replace("HOST", registry.host);
    registry.handle = (_request, response) => {
      answer(response, 401, "log in", { "www-authenticate": nonsense });
    };
    const error = await failure(read());
    expect(error).toBeInstanceOf(RegistryRefusal);
    expect(error).toMatchObject({ status: 401, answer: nonsense });
    expect(registry.heard.map(({ authorization }) => authorization)).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe("a refusal", () => {
  const words = JSON.stringify({
    errors: [{ code: "DENIED", message: "permission_denied: The token provided does not match" }],
  });

  it.each([400, 403, 404, 429, 500, 503])("with %s is shown whole", async (status) => {
    registry.handle = guarded((_request, response) => {
      answer(response, status, `${words}\n`);
    });
    const error = await failure(read());
    expect(error).toBeInstanceOf(RegistryRefusal);
    expect(error).toMatchObject({ status, answer: words });
    expect(error.message).toBe(
      `${registry.host}/a/b@${digest}: the registry answered ${status}: ${words}`,
    );
  });

  it("of the bearer itself is shown, and not asked again", async () => {
    registry.handle = (request, response) => {
      if (request.url?.startsWith("/token") === true) {
        answer(response, 200, JSON.stringify({ token: bearer }));
      } else answer(response, 401, words, { "www-authenticate": challenge() });
    };
    expect(await failure(read())).toMatchObject({ status: 401, answer: words });
    expect(registry.heard).toHaveLength(3);
  });

  it.each([
    ["403", 403, words],
    ["a page", 200, "<html>Sign in</html>"],
    ["no token", 200, JSON.stringify({ expires_in: 300 })],
    ["a token that is no text", 200, JSON.stringify({ token: { value: 1 } })],
    ["null", 200, "null"],
  ])("of the login by %s is shown whole", async (_what, status, said) => {
    registry.handle = (request, response) => {
      if (request.url?.startsWith("/token") === true) answer(response, status, said);
      else answer(response, 401, "log in", { "www-authenticate": challenge() });
    };
    const error = await failure(read());
    expect(error).toMatchObject({ status, answer: said });
    expect(registry.heard).toHaveLength(3);
  });
});
