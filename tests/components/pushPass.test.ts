import * as pulumi from "@pulumi/pulumi";
import { passedMark, type PushPass } from "../../components/pushPass";
import { publish } from "./publishImage";
import { builtDigest, valueOf } from "./recording";

const another = `sha256:${"2".repeat(64)}`;

const seen = { mark: "now", isSeen: true };
const unseen = { mark: "now", isSeen: false };

/** What passed before, and with which digest. */
function before(mark: string, digest?: string): PushPass["before"] {
  return { mark, digest };
}

describe("the mark that the state keeps", () => {
  it.each<[string, PushPass | undefined, string | undefined, string]>([
    [
      "is what was seen, though nothing is pushed",
      { ...seen, before: before("old") },
      undefined,
      "now",
    ],
    [
      "is what was seen and pushed",
      { ...seen, before: before("old", another) },
      builtDigest,
      "now",
    ],
    ["is what was seen before anything was known", seen, builtDigest, "now"],
    ["is what was pushed unseen", { ...unseen, before: before("", undefined) }, builtDigest, "now"],
    ["is what was pushed anew", { ...unseen, before: before("old", another) }, builtDigest, "now"],
    [
      "stays where nothing was pushed",
      { ...unseen, before: before("old", builtDigest) },
      builtDigest,
      "old",
    ],
    ["stays where there is no digest", { ...unseen, before: before("old") }, undefined, "old"],
    ["is none where nobody knows what was pushed", unseen, builtDigest, ""],
    [
      "is none where the inputs cannot be told",
      { isSeen: false, before: before("old") },
      builtDigest,
      "",
    ],
    ["is none without a preflight", undefined, builtDigest, ""],
  ])("%s", async (_what, pass, digest, kept) => {
    expect(await valueOf(passedMark(pass, pulumi.output(digest)))).toBe(kept);
  });

  it("is kept in the clear, of an image that is pushed here and of no other", async () => {
    const { outputs } = await publish({ pass: seen });
    expect(outputs.universe).toMatchObject({ passed: "now" });
    const published = { outcome: "absent" } as const;
    const elsewhere = await publish({ pass: seen, build: "actions", published });
    expect(elsewhere.outputs.universe).not.toHaveProperty("passed");
  });
});

it("an image whose source was looked at is not looked at again", async () => {
  const look = { facts: { commit: "0123abc" } };
  const { resources } = await publish({ context: ".", look, tags: ["sha-{{commit}}"] });
  const image = resources.find(({ type }) => type.endsWith(":Image"));
  expect(image?.inputs).toMatchObject({
    labels: { "org.opencontainers.image.revision": "0123abc" },
    tags: ["ghcr.io/f1bonacci66/civilx-universe:sha-0123abc"],
  });
});
