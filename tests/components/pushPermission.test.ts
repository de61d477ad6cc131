import * as pulumi from "@pulumi/pulumi";
import type { PriorUpdate } from "../../components/internal/priorUpdate";
import { storedFingerprint, type PushPermission } from "../../components/internal/pushPermission";
import { imageOf, publish } from "./publishImage";
import { builtDigest, valueOf } from "./recording";

const another = `sha256:${"2".repeat(64)}`;

const allowed = { fingerprint: "now", isAllowed: true };
const unobserved = { fingerprint: "now", isAllowed: false };

/** Before the first update, and after a failed one, there is no prior state. */
const noState = { hasState: false, fingerprint: "" };

/** The prior update, with the fingerprint of the token that was observed to push, and the digest. */
function prior(fingerprint: string, digest?: string): PriorUpdate {
  return { hasState: true, fingerprint, digest };
}

describe("the fingerprint in the state", () => {
  it.each<[string, PushPermission?, PriorUpdate?, string?, string?]>([
    ["is the observed token's, if nothing is pushed", allowed, prior("old"), undefined, "now"],
    ["is the observed token's that pushed", allowed, prior("old", another), builtDigest, "now"],
    ["is the observed token's in a first update", allowed, noState, builtDigest, "now"],
    ["is that of a first push", unobserved, prior(""), builtDigest, "now"],
    ["is that of another push", unobserved, prior("old", another), builtDigest, "now"],
    ["stays if nothing was pushed", unobserved, prior("old", builtDigest), builtDigest, "old"],
    ["stays the same without a digest", unobserved, prior("old"), undefined, "old"],
    ["is empty without a prior state", unobserved, noState, builtDigest, ""],
    ["is none without a preflight", undefined, undefined, builtDigest, ""],
  ])("%s", async (_what, pushPermission, priorUpdate, digest, kept) => {
    const hints = { pushPermission, prior: priorUpdate };
    expect(await valueOf(storedFingerprint(hints, pulumi.output(digest)))).toBe(kept);
  });

  it("is not a secret", async () => {
    const { outputs } = await publish({ hints: { pushPermission: allowed } });
    expect(outputs.universe).toMatchObject({ passed: "now" });
  });
});

it("an image whose source was observed is not read again", async () => {
  const observedSource = { facts: { commit: "0123abc" } };
  const recording = await publish({
    context: ".",
    hints: { observedSource },
    tags: ["sha-{{commit}}"],
  });
  expect(imageOf(recording)).toMatchObject({
    labels: { "org.opencontainers.image.revision": "0123abc" },
    tags: ["ghcr.io/f1bonacci66/civilx-universe:sha-0123abc"],
  });
});
