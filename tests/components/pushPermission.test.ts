import * as pulumi from "@pulumi/pulumi";
import type { PriorUpdate } from "../../components/internal/priorUpdate";
import { storedFingerprint, type PushPermission } from "../../components/internal/pushPermission";
import { publish } from "./publishImage";
import { builtDigest, valueOf } from "./recording";

const another = `sha256:${"2".repeat(64)}`;

const allowed = { fingerprint: "now", isAllowed: true };
const unobserved = { fingerprint: "now", isAllowed: false };

/** The first update has nothing before it, and after one that failed nobody knows. */
const nothing = { isKnown: false, passed: "" };

/** What the last update left: the token that was observed to push, and the digest. */
function left(passed: string, digest?: string): PriorUpdate {
  return { isKnown: true, passed, digest };
}

describe("the fingerprint that the state keeps", () => {
  it.each<
    [string, PushPermission | undefined, PriorUpdate | undefined, string | undefined, string]
  >([
    ["is the observed token's, though nothing is pushed", allowed, left("old"), undefined, "now"],
    ["is the observed token's that pushed", allowed, left("old", another), builtDigest, "now"],
    ["is the observed token's in a first update", allowed, nothing, builtDigest, "now"],
    ["is that of a first push", unobserved, left(""), builtDigest, "now"],
    ["is that of another push", unobserved, left("old", another), builtDigest, "now"],
    ["stays where nothing was pushed", unobserved, left("old", builtDigest), builtDigest, "old"],
    ["stays where there is no digest", unobserved, left("old"), undefined, "old"],
    ["is none where nobody knows what was pushed", unobserved, nothing, builtDigest, ""],
    ["is none without a preflight", undefined, undefined, builtDigest, ""],
  ])("%s", async (_what, pushPermission, prior, digest, kept) => {
    expect(await valueOf(storedFingerprint({ pushPermission, prior }, pulumi.output(digest)))).toBe(
      kept,
    );
  });

  it("is kept in the clear", async () => {
    const { outputs } = await publish({ hints: { pushPermission: allowed } });
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
