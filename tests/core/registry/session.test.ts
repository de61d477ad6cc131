import { answer, type Handler } from "./fakeRegistry";
import {
  challenge,
  client,
  denied,
  requireBearer,
  manifest,
  reference,
  startRegistryForEachTest,
  fixture,
} from "./guardedRegistry";

startRegistryForEachTest();

/** The requests to the registry: the end of the path, and whether it had a bearer. */
function listRequests(): readonly string[] {
  return fixture.registry.requests.map(({ path, authorization = "" }) => {
    const end = path.replace(/\?.*/, "").replace(/^\/v2\/(?=.)|manifests\//g, "");
    return authorization.startsWith("Bearer") ? `${end} with bearer` : end;
  });
}

const anonymous = requireBearer({ anonymous: true, handlePackage: manifest });

it("whether a login is required is tested once, without a package", async () => {
  fixture.registry.handle = anonymous;
  const one = client();
  await Promise.all(["1", "2", "3"].map((tag) => one.readManifest(reference({ tag }))));
  expect(listRequests().slice(0, 2)).toEqual(["/v2/", "/token"]);
  expect([...listRequests().slice(2)].sort()).toEqual(
    ["a/b/1", "a/b/2", "a/b/3"].map((each) => `${each} with bearer`),
  );
});

it("no token is requested of a registry that requires no login", async () => {
  fixture.registry.handle = manifest;
  const one = client();
  await Promise.all(["1", "2"].map((tag) => one.readManifest(reference({ tag }))));
  expect(listRequests()).toEqual(["/v2/", "a/b/1", "a/b/2"]);
});

it("a public package is read even if its token is refused", async () => {
  const refusing = requireBearer({
    handlePackage: manifest,
    tokenAnswer: (request) => [
      request.url?.includes("c%2Fd") === true ? 403 : 200,
      '{"token":"bearer-x"}',
    ],
  });
  fixture.registry.handle = (request, response) => {
    const isOpen = request.url?.startsWith("/v2/c/d/") === true;
    (isOpen ? manifest : refusing)(request, response);
  };
  const one = client();
  await one.readManifest(reference({ tag: "1" }));
  await one.readManifest(reference({ name: "c/d", tag: "1" }));
  expect(listRequests().slice(3)).toEqual(["/token", "c/d/1"]);
});

it("a refused token is quoted in the token service's message, and requested once", async () => {
  fixture.registry.handle = requireBearer({
    handlePackage: manifest,
    tokenAnswer: (request) =>
      request.url?.includes("c%2Fd") === true ? [403, denied] : [200, '{"token":"bearer-x"}'],
  });
  const one = client();
  await one.readManifest(reference({ tag: "1" }));
  const answer = await one.mayPull(reference({ name: "c/d", tag: "1" }));
  expect(answer).toMatchObject({
    outcome: "no",
    refusal: { status: 403, text: denied, place: { owner: "c", name: "d" } },
  });
  expect(listRequests().filter((each) => each === "/token")).toHaveLength(2);
});

it("a package with a separate token service gets that service's token", async () => {
  const ownChallenge = (challenge()["www-authenticate"] ?? "").replace(
    'service="r"',
    'service="own"',
  );
  const give: Handler = (request, response) => {
    if (request.headers.authorization === "Bearer bearer-own") manifest(request, response);
    else answer(response, 401, "log in", { "www-authenticate": ownChallenge });
  };
  fixture.registry.handle = (request, response) => {
    if (request.url?.startsWith("/v2/c/d/") === true) give(request, response);
    else if (request.url?.includes("service=own") === true) {
      answer(response, 200, '{"token":"bearer-own"}');
    } else anonymous(request, response);
  };
  const one = client();
  await one.readManifest(reference({ tag: "1" }));
  expect(await one.readManifest(reference({ name: "c/d", tag: "1" }))).toBeDefined();
});

it("a login that only a package requires is requested after its refusal", async () => {
  fixture.registry.handle = (request, response) => {
    (request.url === "/v2/" ? manifest : anonymous)(request, response);
  };
  const one = client();
  for (const tag of ["1", "2"]) await one.readManifest(reference({ tag }));
  await one.readManifest(reference({ name: "c/d", tag: "1" }));
  expect(listRequests()).toEqual([
    ...["/v2/", "a/b/1", "/token", "a/b/1 with bearer", "a/b/2 with bearer"],
    ...["/token", "c/d/1 with bearer"],
  ]);
});

it("without a response all waiting requests fail, and the next one asks again", async () => {
  fixture.registry.handle = (request) => {
    request.socket.destroy();
  };
  const one = client({ http: { retries: 0 } });
  const all = ["1", "2"].map((tag) => one.mayPull(reference({ tag })));
  const reasons = (await Promise.all(all)).map((each) => ("why" in each ? each.why : each));
  expect(reasons[0]).toContain(`${fixture.registry.host}: `);
  expect(reasons[1]).toEqual(reasons[0]);
  expect(listRequests()).toEqual(["/v2/"]);
  fixture.registry.handle = anonymous;
  expect(await one.mayPull(reference({ tag: "1" }))).toEqual({ outcome: "yes" });
});
