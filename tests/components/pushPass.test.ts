import * as pulumi from "@pulumi/pulumi";
import type { LastUpdate } from "../../components/internal/lastUpdate";
import { passedMark, type PushPass } from "../../components/internal/pushPass";
import { publish } from "./publishImage";
import { builtDigest, valueOf } from "./recording";

const another = `sha256:${"2".repeat(64)}`;

const seen = { mark: "now", isSeen: true };
const unseen = { mark: "now", isSeen: false };

/** The first update has nothing before it, and after one that failed nobody knows. */
const nothing = { isKnown: false, passed: "" };

/** What the last update left: what passed then, and the digest. */
function left(passed: string, digest?: string): LastUpdate {
  return { isKnown: true, passed, digest };
}

describe("the mark that the state keeps", () => {
  it.each<[string, PushPass | undefined, LastUpdate | undefined, string | undefined, string]>([
    ["is what was seen, though nothing is pushed", seen, left("old"), undefined, "now"],
    ["is what was seen and pushed", seen, left("old", another), builtDigest, "now"],
    ["is what was seen before anything was known", seen, nothing, builtDigest, "now"],
    ["is what was pushed unseen", unseen, left(""), builtDigest, "now"],
    ["is what was pushed anew", unseen, left("old", another), builtDigest, "now"],
    ["stays where nothing was pushed", unseen, left("old", builtDigest), builtDigest, "old"],
    ["stays where there is no digest", unseen, left("old"), undefined, "old"],
    ["is none where nobody knows what was pushed", unseen, nothing, builtDigest, ""],
    ["is none where the inputs cannot be told", { isSeen: false }, left("old"), builtDigest, ""],
    ["is none without a preflight", undefined, undefined, builtDigest, ""],
  ])("%s", async (_what, pass, last, digest, kept) => {
    expect(await valueOf(passedMark(pass, last, pulumi.output(digest)))).toBe(kept);
  });

  it("is kept in the clear", async () => {
    const { outputs } = await publish({ hints: { pass: seen } });
    expect(outputs.universe).toMatchObject({ passed: "now" });
  });
});

it("an image whose source was looked at is not looked at again", async () => {
  const observedSource = { facts: { commit: "0123abc" } };
  const { resources } = await publish({
    context: ".",
    hints: { observedSource },
    tags: ["sha-{{commit}}"],
  });
  const image = resources.find(({ type }) => type.endsWith(":Image"));
  expect(image?.inputs).toMatchObject({
    labels: { "org.opencontainers.image.revision": "0123abc" },
    tags: ["ghcr.io/f1bonacci66/civilx-universe:sha-0123abc"],
  });
});
