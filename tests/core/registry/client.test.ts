import { RegistryRefusal, type Manifest } from "../../../core/registry/client";
import { digestOf, reply } from "./fakeRegistry";
import {
  basic,
  challenge,
  catchError,
  client,
  fixture,
  ok,
  reference,
  requireBearer,
  startRegistryForEachTest,
} from "./guardedRegistry";

startRegistryForEachTest();

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

const described: Manifest = {
  digest,
  mediaType: "application/vnd.oci.image.index.v1+json",
  platforms: ["linux/amd64", "linux/arm/v7"],
  annotations: { "org.opencontainers.image.source": "https://github.com/a/b" },
};

const giveIndex = reply(200, body);

function read(expectedDigest = digest): Promise<Manifest> {
  return client().readManifest(reference({ digest: expectedDigest }));
}

describe("a manifest", () => {
  it("is read through the token dance, with the login for the token service alone", async () => {
    fixture.registry.handle = requireBearer({ handlePackage: giveIndex });
    expect(await read()).toEqual(described);
    const path = `/v2/a/b/manifests/${digest}`;
    const query = new URLSearchParams({ service: "r", scope: "repository:a/b:pull" }).toString();
    expect(fixture.registry.requests.map((each) => [each.path, each.authorization])).toEqual([
      ["/v2/", undefined],
      [`/token?${query}`, basic],
      [path, "Bearer bearer-of-login"],
    ]);
  });

  it("accepts indexes and single images, of both specifications", async () => {
    fixture.registry.handle = giveIndex;
    await read();
    expect(fixture.registry.requests[1]?.accept?.split(", ").sort()).toEqual([
      "application/vnd.docker.distribution.manifest.list.v2+json",
      "application/vnd.docker.distribution.manifest.v2+json",
      "application/vnd.oci.image.index.v1+json",
      "application/vnd.oci.image.manifest.v1+json",
    ]);
  });

  it("is read with an access_token, as older services call it", async () => {
    const tokenAnswer = (): [number, string] => [200, '{"access_token":"bearer-of-login"}'];
    fixture.registry.handle = requireBearer({ handlePackage: giveIndex, tokenAnswer });
    expect(await read()).toEqual(described);
  });

  it("of a single image has no platforms", async () => {
    const single = JSON.stringify({ mediaType: "application/vnd.oci.image.manifest.v1+json" });
    fixture.registry.handle = reply(200, single);
    expect(await read(digestOf(single))).toEqual({
      digest: digestOf(single),
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      platforms: [],
      annotations: {},
    });
  });

  it("that does not match its digest is rejected", async () => {
    const other = `${body} `;
    fixture.registry.handle = requireBearer({ handlePackage: reply(200, other) });
    const { message } = await catchError(read());
    expect(message).toBe(
      `${fixture.registry.host}/a/b@${digest}: the registry returned other content, ${digestOf(other)}`,
    );
  });

  it("of four megabytes is read, and of one byte more is not", async () => {
    const largest = Buffer.alloc(4 * 1024 * 1024, " ");
    const larger = Buffer.alloc(largest.length + 1, " ");
    fixture.registry.handle = reply(200, largest);
    expect(await read(digestOf(largest))).toMatchObject({ digest: digestOf(largest) });
    fixture.registry.handle = reply(200, larger);
    const { message } = await catchError(read(digestOf(larger)));
    expect(message).toBe(
      `${fixture.registry.host}: the response is larger than ${largest.length} bytes`,
    );
  });
});

describe("a refusal", () => {
  const words = JSON.stringify({
    errors: [{ code: "DENIED", message: "permission_denied: The token provided does not match" }],
  });

  it.each([400, 403, 404, 429, 500, 503])("with %s is quoted completely", async (status) => {
    fixture.registry.handle = requireBearer({ handlePackage: reply(status, `${words}\n`) });
    const error = await catchError(read());
    expect(error).toBeInstanceOf(RegistryRefusal);
    expect(error).toMatchObject({ refusal: { status, text: words } });
    expect(error.message).toBe(
      `${fixture.registry.host}/a/b@${digest}: the registry answered ${status}: ${words}`,
    );
  });

  it("of the bearer itself is quoted, and not repeated", async () => {
    fixture.registry.handle = requireBearer({ handlePackage: reply(401, words, challenge()) });
    expect(await catchError(read())).toMatchObject({ refusal: { status: 401, text: words } });
    expect(fixture.registry.requests).toHaveLength(3);
  });

  const forms = [
    "<html>",
    '{"expires_in":300}',
    '{"token":{"value":1}}',
    "[1]",
    "17",
    '"text"',
    "null",
  ];
  it.each([words, ...forms, "[".repeat(1000)])("of the login by %.20s is quoted", async (body) => {
    const status = body === words ? 403 : 200;
    fixture.registry.handle = requireBearer({
      handlePackage: ok,
      tokenAnswer: () => [status, body],
    });
    expect(await catchError(read())).toMatchObject({ refusal: { status, text: body } });
    expect(fixture.registry.requests).toHaveLength(3);
  });
});
