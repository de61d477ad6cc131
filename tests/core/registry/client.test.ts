import { RegistryRefusal, type Manifest } from "../../../core/registry/client";
import { answer, digestOf } from "./fakeRegistry";
import {
  basic,
  bearer,
  body,
  challenge,
  digest,
  catchError,
  giveManifest,
  requireToken,
  read,
  registry,
  startRegistryForEach,
} from "./readManifest";

startRegistryForEach();

const described: Manifest = {
  digest,
  mediaType: "application/vnd.oci.image.index.v1+json",
  bytes: body.length,
  platforms: ["linux/amd64", "linux/arm/v7"],
  annotations: { "org.opencontainers.image.source": "https://github.com/a/b" },
};

describe("a manifest", () => {
  it("is read without a login if none is required", async () => {
    registry.handle = giveManifest;
    expect(await read()).toEqual(described);
    expect(registry.requests.map(({ authorization }) => authorization)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it("is read through the token dance, with the login for the token service alone", async () => {
    registry.handle = requireToken(giveManifest);
    expect(await read()).toEqual(described);
    const path = `/v2/a/b/manifests/${digest}`;
    const query = new URLSearchParams({
      service: registry.host,
      scope: "repository:a/b:pull",
    }).toString();
    expect(registry.requests.map((each) => [each.path, each.authorization])).toEqual([
      ["/v2/", undefined],
      [`/token?${query}`, basic],
      [path, `Bearer ${bearer}`],
    ]);
  });

  it("accepts indexes and single images, of both specifications", async () => {
    registry.handle = giveManifest;
    await read();
    expect(registry.requests[1]?.accept?.split(", ").sort()).toEqual([
      "application/vnd.docker.distribution.manifest.list.v2+json",
      "application/vnd.docker.distribution.manifest.v2+json",
      "application/vnd.oci.image.index.v1+json",
      "application/vnd.oci.image.manifest.v1+json",
    ]);
  });

  it("is read with an access_token, as older services call it", async () => {
    registry.handle = (request, response) => {
      if (request.url?.startsWith("/token") === true) {
        answer(response, 200, JSON.stringify({ access_token: bearer }));
      } else requireToken(giveManifest)(request, response);
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

  it("that does not match its digest is rejected", async () => {
    const other = `${body} `;
    registry.handle = requireToken((_request, response) => {
      answer(response, 200, other);
    });
    const { message } = await catchError(read());
    expect(message).toBe(
      `${registry.host}/a/b@${digest}: the registry returned other content, ${digestOf(other)}`,
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
    const { message } = await catchError(read(digestOf(larger)));
    expect(message).toBe(`${registry.host}: the response is larger than ${largest.length} bytes`);
  });
});

describe("a refusal", () => {
  const words = JSON.stringify({
    errors: [{ code: "DENIED", message: "permission_denied: The token provided does not match" }],
  });

  it.each([400, 403, 404, 429, 500, 503])("with %s is quoted completely", async (status) => {
    registry.handle = requireToken((_request, response) => {
      answer(response, status, `${words}\n`);
    });
    const error = await catchError(read());
    expect(error).toBeInstanceOf(RegistryRefusal);
    expect(error).toMatchObject({ refusal: { status, text: words } });
    expect(error.message).toBe(
      `${registry.host}/a/b@${digest}: the registry answered ${status}: ${words}`,
    );
  });

  it("of the bearer itself is quoted, and not repeated", async () => {
    registry.handle = (request, response) => {
      if (request.url?.startsWith("/token") === true) {
        answer(response, 200, JSON.stringify({ token: bearer }));
      } else answer(response, 401, words, { "www-authenticate": challenge() });
    };
    expect(await catchError(read())).toMatchObject({ refusal: { status: 401, text: words } });
    expect(registry.requests).toHaveLength(3);
  });

  it.each([
    ["403", 403, words],
    ["a page", 200, "<html>Sign in</html>"],
    ["no token", 200, JSON.stringify({ expires_in: 300 })],
    ["a token that is no text", 200, JSON.stringify({ token: { value: 1 } })],
    ["null", 200, "null"],
  ])("of the login by %s is quoted completely", async (_what, status, body) => {
    registry.handle = (request, response) => {
      if (request.url?.startsWith("/token") === true) answer(response, status, body);
      else answer(response, 401, "log in", { "www-authenticate": challenge() });
    };
    const error = await catchError(read());
    expect(error).toMatchObject({ refusal: { status, text: body } });
    expect(registry.requests).toHaveLength(3);
  });
});
