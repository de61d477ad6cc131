import { createResult, type ResultParts } from "../../../stack/preflight/result";
import { secretKey } from "../../../stack/state";
import { Token } from "../../../core/tokens/token";
import { desiredImage, desiredMirror, desiredRepository, desiredStack } from "../desired";
import { packagesPushedBy, priorStateWith } from "../state/prior";
import type { Answer } from "../../../core/http/answer";
import { registryRefusal } from "../../core/http/refused";

const token = new Token("ghp_exampleexampleexampleexampleexample");
const { fingerprint } = token;
const [pushed, moved] = ["1", "2"].map((each) => `sha256:${each.repeat(64)}`) as [string, string];

const repository = desiredRepository("App", { secretName: "Ghcr_Token" });
const stack = desiredStack({
  ...{ owner: "Octo", registry: "ghcr.io", username: "Octo", pullUsername: "Octo" },
  credentials: { admin: token, publish: token },
  images: [desiredImage("app", { repository: "App" })],
  mirrors: [desiredMirror("db", { registry: "docker.io", name: "library/postgres" })],
  repositories: [repository, { ...repository, name: "other", secretScope: "organization" }],
});

/** What a preflight observes that asks nothing. */
const nothing: NonNullable<ResultParts["observed"]> = {
  users: { admin: undefined, publish: { outcome: "unknown", why: "not asked" } },
  ...{ permissions: new Map(), workflows: new Map(), pushes: new Map(), sources: new Map() },
  ...{ images: new Map(), packages: new Map() },
};

function resultWith(change: Partial<ResultParts> = {}) {
  const evaluation = { findings: [], possibleConflicts: [] };
  return createResult({
    ...{ stack, files: { publish: new Map() }, prior: priorStateWith(), mirrors: new Map() },
    ...{ observed: undefined, evaluation, mode: "off", date: "2026-11-25" },
    ...change,
  });
}

describe("the permission to push a package", () => {
  const isAllowed = (change: Partial<ResultParts>): boolean | undefined =>
    resultWith(change).images.get("app")?.pushPermission?.isAllowed;
  const observedWith = (outcome: "yes" | "no"): ResultParts["observed"] => {
    const answer: Answer =
      outcome === "yes" ? { outcome } : { outcome, refusal: registryRefusal("DENIED", "denied") };
    return { ...nothing, pushes: new Map([["ghcr.io/octo/app", answer]]) };
  };

  it("is the observed one, or else the state's for this token", () => {
    const before = (pushedBy: string) =>
      priorStateWith({ packages: packagesPushedBy(["ghcr.io/octo/app"], pushedBy) });
    expect(isAllowed({})).toBe(false);
    expect(isAllowed({ prior: undefined })).toBe(false);
    expect(isAllowed({ prior: before("00000000") })).toBe(false);
    expect(isAllowed({ prior: before(fingerprint) })).toBe(true);
    expect(isAllowed({ observed: observedWith("yes") })).toBe(true);
    expect(isAllowed({ prior: before(fingerprint), observed: observedWith("no") })).toBe(false);
  });
});

describe("the prior update", () => {
  const reference = { registry: "ghcr.io", name: "octo/db", tag: "16" };
  const platforms = ["linux/amd64"];
  const priorPackage = { fingerprint: "", pushed: { reference, digest: pushed, platforms } };
  const packages = new Map([["ghcr.io/octo/db", priorPackage]]);

  it("has the pushed digest, with its platforms", () => {
    expect(resultWith({ prior: priorStateWith({ packages }) }).mirrors.get("db")?.prior).toEqual({
      ...{ hasState: true, fingerprint: "", digest: pushed, platforms },
    });
  });

  it("has the tag's current digest, if a refresh found another one", () => {
    const tagDigests = new Map([["ghcr.io/octo/db:16", moved]]);
    expect(
      resultWith({ prior: priorStateWith({ packages, tagDigests }) }).mirrors.get("db")?.prior,
    ).toEqual({
      ...{ hasState: true, fingerprint: "", digest: moved, platforms: undefined },
    });
  });

  it("is unknown after a first update that failed", () => {
    expect(resultWith({ prior: undefined }).images.get("app")?.prior).toEqual({
      ...{ hasState: false, fingerprint: "" },
    });
  });
});

it("the last pinned reference is a hint only if the preflight ran", () => {
  const last = { tag: "v1.1.0", digest: pushed };
  const prior = priorStateWith({ lastPinned: new Map([["ghcr.io/octo/app", last]]) });
  expect(resultWith({ prior, observed: nothing }).images.get("app")?.lastPinned).toEqual(last);
  expect(resultWith({ prior }).images.get("app")?.lastPinned).toBeUndefined();
});

it("a mirror whose tags are as the last update left them is copied", () => {
  const sources = [{ registry: "docker.io", name: "library/postgres", tag: "16", digest: pushed }];
  const mirrors = new Map([["db", { copies: [{ tag: "16", sources }], emptyRanges: [] }]]);
  const mirrorCopies = new Map([["ghcr.io/octo/db", new Map([["16", sources]])]]);
  expect(resultWith({ mirrors }).mirrors.get("db")?.isCopied).toBe(false);
  const again = resultWith({ mirrors, prior: priorStateWith({ mirrorCopies }) }).mirrors.get("db");
  expect(again).toMatchObject({ isCopied: true, copies: [{ tag: "16", sources }], backups: [] });
  // The sources of the Docker daemon's mirrors are not read.
  expect(resultWith().mirrors.get("db")).not.toHaveProperty("copies");
});

it("a secret that somebody changed has its mark toggled, ignoring the name's case", () => {
  const changedSecrets = new Map([
    [secretKey("GHCR_TOKEN", "app"), true],
    [secretKey("ghcr_token"), false],
  ]);
  const { repositories, organizationSecrets } = resultWith({
    prior: priorStateWith({ changedSecrets }),
  });
  expect(repositories.get("App")?.secretMark).toBe(false);
  expect(repositories.get("other")?.secretMark).toBeUndefined();
  expect(organizationSecrets).toEqual(new Map([["GHCR_TOKEN", { secretMark: true }]]));
});

it("has the new repositories, unless the preflight is off", () => {
  const created = desiredStack({ repositories: [desiredRepository("new", { create: true })] });
  expect([...resultWith({ stack: created, observed: nothing }).newRepositories]).toEqual(["new"]);
  expect([...resultWith({ stack: created }).newRepositories]).toEqual([]);
});
