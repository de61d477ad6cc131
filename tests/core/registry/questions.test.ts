import { answer, digestOf, type Handler, reply } from "./fakeRegistry";
import {
  body,
  digest,
  denied,
  fixture,
  startRegistryForEachTest,
  client,
  reference,
  challenge,
  requireBearer,
  manifest,
  ok,
  tokenRequests,
} from "./guardedRegistry";

startRegistryForEachTest();

describe("a manifest by tag", () => {
  it("is rejected if the registry states another digest", async () => {
    const other = digestOf("other");
    fixture.registry.handle = reply(200, body, { "docker-content-digest": other });
    await expect(client().readManifest(reference({ tag: "1" }))).rejects.toThrow(
      `${fixture.registry.host}/a/b:1: the registry returned other content, ${digest}`,
    );
  });

  it.each(["<html>", "{}", "[]", '{"schemaVersion":1}'])("is not %s", async (body) => {
    fixture.registry.handle = reply(200, body);
    expect(await client().isPublic(reference({ tag: "1" }))).toEqual({
      outcome: "unknown",
      why: `${fixture.registry.host}/a/b:1: the registry's response is not a manifest`,
    });
  });

  it("has the digest that the registry states, without being read", async () => {
    fixture.registry.handle = (request, response) => {
      if (request.method !== "HEAD") {
        ok(request, response);
        return;
      }
      response.writeHead(200, { "docker-content-digest": digest }).end();
    };
    expect(await client().readDigest(reference({ tag: "1" }))).toBe(digest);
    expect(fixture.registry.requests[1]).toMatchObject({
      method: "HEAD",
      path: "/v2/a/b/manifests/1",
    });
    const other = digestOf("other");
    await expect(client().readDigest(reference({ digest: other }))).rejects.toThrow(
      "the registry returned other content",
    );
  });

  it.each([{ tag: "../../x" }, { digest: "sha256:12" }, { name: "a/../b" }, { name: "A/b" }])(
    "is not requested for an invalid reference: %j",
    async (wrong) => {
      await expect(client().readManifest({ ...reference({}), ...wrong })).rejects.toThrow();
      expect(fixture.registry.requests).toEqual([]);
    },
  );
});

describe("whether a package is public", () => {
  it("is tested without credentials, and never with the account's bearer", async () => {
    fixture.registry.handle = requireBearer({ anonymous: true, handlePackage: manifest });
    const one = client();
    await one.readManifest(reference({ tag: "1" }));
    const before = fixture.registry.requests.length;
    expect(await one.isPublic(reference({ tag: "1" }))).toEqual({ outcome: "yes" });
    expect(
      fixture.registry.requests.slice(before).map(({ authorization }) => authorization),
    ).toEqual([undefined, undefined, "Bearer bearer-without-login"]);
  });

  it.each([
    [401, "no"],
    [403, "no"],
    [404, "unknown"],
    [500, "unknown"],
  ])("with %s is '%s'", async (status, outcome) => {
    fixture.registry.handle = requireBearer({
      anonymous: true,
      handlePackage: reply(status, denied, status === 401 ? challenge() : {}),
    });
    expect(await client().isPublic(reference({ tag: "1" }))).toMatchObject({ outcome });
    fixture.registry.handle = requireBearer({
      handlePackage: ok,
      tokenAnswer: () => [status, denied],
    });
    expect(await client().isPublic(reference({ tag: "1" }))).toMatchObject({ outcome });
  });
});

describe("whether an account may push", () => {
  const opening =
    (location: string, cancel = 204): Handler =>
    (request, response) => {
      methods.push(`${request.method ?? ""} ${request.url ?? ""}`);
      if (request.method === "DELETE") answer(response, cancel, "");
      else answer(response, 202, "", { location });
    };
  let methods: string[];

  beforeEach(() => {
    methods = [];
  });

  it.each([
    ["/v2/a/b/blobs/uploads/1?state=x", 204],
    ["/v2/a/b/blobs/upload/1", 405],
  ])("is yes with 202, and the upload at %s is canceled (%s)", async (location, cancel) => {
    fixture.registry.handle = requireBearer({ handlePackage: opening(location, cancel) });
    expect(await client().mayPush("a/b")).toEqual({ outcome: "yes" });
    expect(methods).toEqual(["POST /v2/a/b/blobs/uploads/", `DELETE ${location}`]);
    expect(tokenRequests()[0]?.get("scope")).toBe("repository:a/b:pull,push");
  });

  it("is yes even if the cancellation hangs, without waiting long", async () => {
    fixture.registry.handle = requireBearer({
      handlePackage: (request, response) => {
        if (request.method !== "DELETE") {
          answer(response, 202, "", { location: "/v2/a/b/blobs/uploads/1" });
        }
      },
    });
    const one = client({ http: { timeoutMilliseconds: 300 } });
    expect(await one.mayPush("a/b")).toEqual({ outcome: "yes" });
  });

  it.each([
    "/v2/a/b/manifests/latest",
    "/v2/a/b/blobs/uploads/../../manifests/latest",
    "/v2/other/blobs/uploads/1",
    "http://registry.example/v2/a/b/blobs/uploads/1",
    "",
  ])("deletes nothing at '%s'", async (location) => {
    fixture.registry.handle = requireBearer({ handlePackage: opening(location) });
    expect(await client().mayPush("a/b")).toEqual({ outcome: "yes" });
    expect(methods).toEqual(["POST /v2/a/b/blobs/uploads/"]);
  });

  it.each([401, 403])("is no with %s, in the registry's message", async (status) => {
    fixture.registry.handle = requireBearer({
      handlePackage: reply(status, denied, status === 401 ? challenge() : {}),
    });
    expect(await client().mayPush("a/b")).toMatchObject({
      outcome: "no",
      refusal: { status, text: denied, place: { owner: "a", name: "b" } },
    });
  });

  it.each([200, 301, 404, 429, 500])("is unknown with %s", async (status) => {
    fixture.registry.handle = requireBearer({ handlePackage: reply(status, "<html>") });
    expect(await client().mayPush("a/b")).toMatchObject({
      outcome: "unknown",
      why: `${fixture.registry.host}/a/b: the registry answered ${status}: <html>`,
      failure: { server: "registry", status, errors: [{ message: "<html>" }] },
    });
  });
});

describe("tags", () => {
  it("come in pages", async () => {
    fixture.registry.handle = requireBearer({
      handlePackage: (request, response) => {
        const last = new URL(request.url ?? "", "http://x").searchParams.get("last");
        const link = { link: `</v2/a/b/tags/list?n=1000&last=b>; rel="next"` };
        const tags = last === null ? ["a", "b"] : ["b", "c"];
        answer(response, 200, JSON.stringify({ tags }), last === null ? link : {});
      },
    });
    expect(await client().readTags("a/b")).toEqual(["a", "b", "c"]);
  });

  it.each(["null", "[]"])("can be %s", async (tags) => {
    fixture.registry.handle = reply(200, `{"tags":${tags}}`);
    expect(await client().readTags("a/b")).toEqual([]);
  });

  it.each<[string, unknown, Record<string, string>, string]>([
    ["are no list", { tags: [1] }, {}, "is not a list of tags"],
    ["are no tags", { tags: ["a", "../../x"] }, {}, "is not a list of tags"],
    [
      "lead elsewhere",
      { tags: [] },
      { link: `<http://x.example/v2>; rel="next"` },
      "another address",
    ],
    [
      "never end",
      { tags: ["a"] },
      { link: `</v2/a/b/tags/list>; rel=next` },
      "more than 100 pages",
    ],
  ])("that %s are refused", async (_what, list, headers, why) => {
    fixture.registry.handle = reply(200, JSON.stringify(list), headers);
    await expect(client().readTags("a/b")).rejects.toThrow(why);
    expect(fixture.registry.requests.length).toBeLessThan(102);
  });
});
