import {
  readPublished,
  explainMissingDigest,
  type PublishedAnswer,
} from "../../../core/registry/published";
import { reply } from "./fakeRegistry";
import {
  client,
  digest,
  manifest,
  reference,
  startRegistryForEachTest,
  fixture,
} from "./guardedRegistry";

startRegistryForEachTest();

function readImage(): Promise<PublishedAnswer> {
  return readPublished(client(), reference({ tag: "1" }));
}

it("is the digest and the platforms, by one request", async () => {
  fixture.registry.handle = manifest;
  expect(await readImage()).toEqual({ outcome: "found", digest, platforms: [] });
  expect(fixture.registry.requests.map(({ path }) => path)).toEqual([
    "/v2/",
    "/v2/a/b/manifests/1",
  ]);
});

it.each<[string, number, string, object, string]>([
  ["nothing", 404, "{}", { outcome: "absent" }, "nothing has been pushed there yet"],
  [
    "a refusal",
    403,
    "denied",
    { outcome: "no", refusal: { status: 403, text: "denied" } },
    "the registry refuses the pull (403): denied",
  ],
])("is %s if the registry answers %i", async (_what, status, text, expected, why) => {
  fixture.registry.handle = reply(status, text);
  const published = await readImage();
  expect(published).toMatchObject(expected);
  expect(explainMissingDigest(published)).toBe(why);
});

it("is unknown if the registry's response is unusable", async () => {
  fixture.registry.handle = reply(200, "<html>");
  const published = await readImage();
  expect(published.outcome).toBe("unknown");
  expect(explainMissingDigest(published)).toContain("is not a manifest");
  expect(explainMissingDigest({ outcome: "found", digest, platforms: [] })).toBeUndefined();
});
