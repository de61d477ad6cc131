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
function priorUpdate(fingerprint: string, digest?: string): PriorUpdate {
  return { hasState: true, fingerprint: fingerprint, digest };
}

describe("the fingerprint in the state", () => {
  it.each<
    [string, PushPermission | undefined, PriorUpdate | undefined, string | undefined, string]
  >([
    [
      "is the observed token's, though nothing is pushed",
      allowed,
      priorUpdate("old"),
      undefined,
      "now",
    ],
    [
      "is the observed token's that pushed",
      allowed,
      priorUpdate("old", another),
      builtDigest,
      "now",
    ],
    ["is the observed token's in a first update", allowed, noState, builtDigest, "now"],
    ["is that of a first push", unobserved, priorUpdate(""), builtDigest, "now"],
    ["is that of another push", unobserved, priorUpdate("old", another), builtDigest, "now"],
    [
      "stays the same if nothing was pushed",
      unobserved,
      priorUpdate("old", builtDigest),
      builtDigest,
      "old",
    ],
    ["stays the same without a digest", unobserved, priorUpdate("old"), undefined, "old"],
    ["is empty without a prior state", unobserved, noState, builtDigest, ""],
    ["is none without a preflight", undefined, undefined, builtDigest, ""],
  ])("%s", async (_what, pushPermission, prior, digest, kept) => {
    expect(await valueOf(storedFingerprint({ pushPermission, prior }, pulumi.output(digest)))).toBe(
      kept,
    );
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
