import { RegistryClient } from "../../../core/registry/client";
import { answer, reply } from "./fakeRegistry";
import {
  login,
  basic,
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
} from "./guardedRegistry";

startRegistryForEachTest();

describe("logging in", () => {
  it("asks as docker login does: without a scope, and then /v2/ with the bearer", async () => {
    fixture.registry.handle = requireBearer({ handlePackage: ok });
    expect(await client().login()).toEqual({ outcome: "yes" });
    expect(
      fixture.registry.requests.map(({ path, authorization }) => [path, authorization]),
    ).toEqual([
      ["/v2/", undefined],
      ["/token?service=r", basic],
      ["/v2/", "Bearer bearer-of-login"],
    ]);
  });

  it.each([401, 403])("is refused with %s, in the registry's message", async (status) => {
    fixture.registry.handle = requireBearer({
      handlePackage: ok,
      tokenAnswer: () => [status, denied],
    });
    expect(await client().login()).toMatchObject({
      outcome: "no",
      refusal: { server: "registry", host: fixture.registry.host, status, text: denied, place: {} },
    });
  });

  it.each([
    ["an open registry", ok, "requires no login"],
    ["a server that knows no /v2/", undefined, "the registry answered 404"],
    [
      "a challenge that is none",
      reply(401, "", { "www-authenticate": "Basic realm=x" }),
      "the registry answered 401: Basic realm=x",
    ],
  ])("is unknown after %s", async (_what, handle, why) => {
    if (handle !== undefined) fixture.registry.handle = handle;
    const answered = await client().login();
    expect(answered).toMatchObject({ outcome: "unknown" });
    expect(answered.outcome === "unknown" && answered.why).toContain(why);
  });

  it("is unknown without a token, and asks nothing", async () => {
    const http = { retryMilliseconds: 1 };
    const anonymous = new RegistryClient({ registry: fixture.registry.host, http });
    expect(await anonymous.login()).toMatchObject({ outcome: "unknown" });
    expect(fixture.registry.requests).toEqual([]);
  });

  it.each([404, 405])("sends a form if GET is answered with %s", async (status) => {
    fixture.registry.handle = requireBearer({
      handlePackage: manifest,
      tokenAnswer: ({ method }) => [
        method === "POST" ? 200 : status,
        JSON.stringify({ access_token: "bearer-of-form" }),
      ],
    });
    expect(await client().mayPull(reference({ tag: "1" }))).toEqual({ outcome: "yes" });
    expect(fixture.tokenRequestBodies).toHaveLength(2);
    expect(Object.fromEntries(new URLSearchParams(fixture.tokenRequestBodies.at(-1)))).toEqual({
      grant_type: "password",
      client_id: "pulumi-ghcr",
      service: "r",
      scope: "repository:a/b:pull",
      username: login.username,
      password: login.token,
    });
  });
});

describe("a bearer", () => {
  it("that has expired is requested again, once", async () => {
    let isOver = false;
    let bearerCount = 0;
    fixture.registry.handle = requireBearer({
      handlePackage: (request, response) => {
        if (isOver && request.headers.authorization === "Bearer bearer-1") {
          answer(response, 401, "expired", challenge());
        } else manifest(request, response);
      },
      tokenAnswer: () => [200, JSON.stringify({ token: `bearer-${(bearerCount += 1)}` })],
    });
    const one = client();
    await one.readManifest(reference({ tag: "1" }));
    isOver = true;
    await Promise.all([
      one.readManifest(reference({ tag: "1" })),
      one.readManifest(reference({ digest })),
    ]);
    expect(bearerCount).toBe(2);
  });

  it("that could not be requested is requested again by the next question", async () => {
    let isBusy = true;
    fixture.registry.handle = requireBearer({
      handlePackage: manifest,
      tokenAnswer: () => (isBusy ? [500, "busy"] : [200, JSON.stringify({ token: "bearer-2" })]),
    });
    const one = client();
    expect(await one.mayPull(reference({ tag: "1" }))).toMatchObject({ outcome: "unknown" });
    isBusy = false;
    expect(await one.mayPull(reference({ tag: "1" }))).toEqual({ outcome: "yes" });
  });
});
