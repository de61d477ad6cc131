import { resultOf, type ResultParts } from "../../../stack/preflight/result";
import { secretKey } from "../../../stack/state";
import { Token } from "../../../core/tokens/token";
import { desiredImage, desiredMirror, desiredRepository, desiredStack } from "../desired";
import { passed, prior } from "../state/prior";
import type { Answer } from "../../../core/http/answer";
import { byRegistry } from "../../core/http/refused";

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

function result(change: Partial<ResultParts> = {}) {
  const evaluation = { findings: [], possibleConflicts: [] };
  return resultOf({
    ...{
      stack,
      files: { publish: new Map() },
      prior: prior(),
      mirrors: new Map(),
      observed: undefined,
      evaluation,
    },
    ...{ mode: "off", date: "2026-11-25" },
    ...change,
  });
}

describe("the permission to push a package", () => {
  const isAllowed = (change: Partial<ResultParts>): boolean | undefined =>
    result(change).images.get("app")?.pushPermission?.isAllowed;
  const observedWith = (outcome: "yes" | "no"): ResultParts["observed"] => {
    const answer: Answer =
      outcome === "yes" ? { outcome } : { outcome, refusal: byRegistry("DENIED", "denied") };
    const unknown = { outcome: "unknown", why: "not asked" } as const;
    const none = new Map<string, never>();
    return {
      ...{ users: { admin: unknown, publish: unknown }, permissions: none, workflows: none },
      ...{ sources: none, images: none, packages: none },
      pushes: new Map([["ghcr.io/octo/app", answer]]),
    };
  };

  it("is what was observed now, or else what the state has of this very token", () => {
    const before = (of: string) => prior({ packages: passed(["ghcr.io/octo/app"], of) });
    expect(isAllowed({})).toBe(false);
    expect(isAllowed({ prior: undefined })).toBe(false);
    expect(isAllowed({ prior: before("00000000") })).toBe(false);
    expect(isAllowed({ prior: before(fingerprint) })).toBe(true);
    expect(isAllowed({ observed: observedWith("yes") })).toBe(true);
    expect(isAllowed({ prior: before(fingerprint), observed: observedWith("no") })).toBe(false);
  });
});

describe("what the last update left", () => {
  const reference = { registry: "ghcr.io", name: "octo/db", tag: "16" };
  const platforms = ["linux/amd64"];
  const left = { passed: "", pushed: { reference, digest: pushed, platforms } };
  const packages = new Map([["ghcr.io/octo/db", left]]);

  it("is what was pushed, with its platforms", () => {
    expect(result({ prior: prior({ packages }) }).mirrors.get("db")?.prior).toEqual({
      ...{ isKnown: true, passed: "", digest: pushed, platforms },
    });
  });

  it("is what the tag holds now, where a refresh found another digest", () => {
    const tagDigests = new Map([["ghcr.io/octo/db:16", moved]]);
    expect(result({ prior: prior({ packages, tagDigests }) }).mirrors.get("db")?.prior).toEqual({
      ...{ isKnown: true, passed: "", digest: moved, platforms: undefined },
    });
  });

  it("is not known after a first update that failed", () => {
    expect(result({ prior: undefined }).images.get("app")?.prior).toEqual({
      ...{ isKnown: false, passed: "" },
    });
  });
});

it("a mirror whose tags are what the last update made of them is copied", () => {
  const sources = [{ registry: "docker.io", name: "library/postgres", tag: "16", digest: pushed }];
  const mirrors = new Map([["db", { copies: [{ tag: "16", sources }], empty: [] }]]);
  const mirrorCopies = new Map([["ghcr.io/octo/db", new Map([["16", sources]])]]);
  expect(result({ mirrors }).mirrors.get("db")?.isCopied).toBe(false);
  const again = result({ mirrors, prior: prior({ mirrorCopies }) }).mirrors.get("db");
  expect(again).toMatchObject({ isCopied: true, copies: [{ tag: "16", sources }], backups: [] });
  // What the Docker daemon copies no registry was asked about.
  expect(result().mirrors.get("db")).not.toHaveProperty("copies");
});

it("a secret that somebody changed has its mark turned over, in whatever case it is written", () => {
  const changedSecrets = new Map([
    [secretKey("GHCR_TOKEN", "app"), true],
    [secretKey("ghcr_token"), false],
  ]);
  const { repositories, organizationSecrets } = result({ prior: prior({ changedSecrets }) });
  expect(repositories.get("App")?.secretMark).toBe(false);
  expect(repositories.get("other")?.secretMark).toBeUndefined();
  expect(organizationSecrets).toEqual(new Map([["GHCR_TOKEN", { secretMark: true }]]));
});
