import {
  isBuilt,
  readOutputImages,
  readOutputPullRequests,
  readBackImages,
  type ReadBackImage,
} from "../../../cli/readBack";
import { answer, type Handler } from "../../core/registry/fakeRegistry";
import {
  body,
  digest,
  requireBearer,
  login,
  startRegistryForEachTest,
  fixture,
} from "../../core/registry/guardedRegistry";

startRegistryForEachTest();

/** A registry with these tags. */
function serveTags(tags: Readonly<Record<string, string>>): Handler {
  return requireBearer({
    handlePackage: (request, response) => {
      const tag = request.url?.split("/").at(-1) ?? "";
      const found = tag === digest ? digest : tags[tag];
      if (found === undefined) answer(response, 404, "");
      else {
        const length = String(body.length);
        const headers = { "docker-content-digest": found, "content-length": length };
        answer(response, 200, request.method === "HEAD" ? "" : body, headers);
      }
    },
  });
}

function createOutputs(tags: readonly string[] | undefined): Record<string, unknown> {
  const name = `${fixture.registry.host}/me/app`;
  const reference = `${name}:1`;
  const tagOutput = tags === undefined ? {} : { tags: tags.map((tag) => `${name}:${tag}`) };
  return { images: { app: { reference, pinned: `${reference}@${digest}`, ...tagOutput } } };
}

function readBack(tags: readonly string[] | undefined): Promise<readonly ReadBackImage[]> {
  return readBackImages(createOutputs(tags), login);
}

const listRequests = (): readonly string[] =>
  fixture.registry.requests.map(({ path }) => path.replace("/v2/me/app/manifests/", ""));

it("requests the manifest once, and each tag once, with one login", async () => {
  fixture.registry.handle = serveTags({ "1": digest, latest: digest });
  await readBack(["1", "latest"]);
  // The first request finds out where to log in.
  expect(listRequests().filter((path) => !path.startsWith("/token"))).toEqual([
    "/v2/",
    digest,
    "1",
    "latest",
  ]);
  expect(listRequests().filter((path) => path.startsWith("/token"))).toHaveLength(1);
});

it("limits the concurrent requests for many tags", async () => {
  const tags = Array.from({ length: 40 }, (_, index) => `t${index}`);
  const give = serveTags(Object.fromEntries(tags.map((tag) => [tag, digest])));
  let [open, most] = [0, 0];
  fixture.registry.handle = (request, response) => {
    most = Math.max(most, ++open);
    setTimeout(() => {
      open -= 1;
      give(request, response);
    }, 2);
  };
  const [read] = await readBack(tags);
  expect(read?.tags).toEqual(tags.map((tag) => ({ tag, digest })));
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(8);
});

it("uses the reference as the only tag if a program outputs no tags", async () => {
  fixture.registry.handle = serveTags({ "1": digest });
  const [read] = await readBack(undefined);
  expect(read?.tags).toEqual([{ tag: "1", digest }]);
});

it("sends no request for an image that is not pinned", async () => {
  const images = { app: { reference: `${fixture.registry.host}/me/app:1` } };
  expect(await readBackImages({ images }, login)).toEqual([]);
  expect(readOutputImages({ images })).toEqual([
    { image: "app", tags: [{ registry: fixture.registry.host, name: "me/app", tag: "1" }] },
  ]);
  expect(listRequests()).toEqual([]);
});

it("sends no request for an image that its workflow has yet to build", async () => {
  const name = `${fixture.registry.host}/me/app`;
  const pinned = `${name}:1@${digest}`;
  const images = { app: { reference: `${name}:2`, pinned, isLastKnown: true } };
  expect(await readBackImages({ images }, login)).toEqual([]);
  expect(readOutputImages({ images }).map(isBuilt)).toEqual([false]);
  expect(listRequests()).toEqual([]);
});

it("fails on any other response for a tag", async () => {
  const give = serveTags({ "1": digest });
  fixture.registry.handle = (request, response) => {
    if (request.method === "HEAD") answer(response, 403, "");
    else give(request, response);
  };
  await expect(readBack(["1"])).rejects.toThrow("/me/app:1: the registry answered 403");
});

it("sends no request for another package's tag", async () => {
  fixture.registry.handle = serveTags({ "1": digest });
  const outputs = createOutputs(["1"]) as { images: { app: { tags: string[] } } };
  outputs.images.app.tags.push("registry.example/me/app:1");
  await expect(readBackImages(outputs, login)).rejects.toThrow(
    "app: the tag registry.example/me/app:1 belongs to another package than ",
  );
  expect(listRequests()).toEqual([]);
});

it("a stack without proposed workflows has no pull requests", () => {
  const pullRequests = { shop: "https://github.com/octo/shop/pull/3" };
  expect(readOutputPullRequests({ pullRequests })).toEqual(pullRequests);
  expect(readOutputPullRequests({})).toEqual({});
});
