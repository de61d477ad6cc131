import { check, evaluate } from "../../../core/checks/check";
import { overallOutcome, type Finding } from "../../../core/checks/finding";
import type { Answers } from "../../../core/checks/answers";
import { defaultUses, type TokenUse } from "../../../core/checks/purpose";
import { readExactToken } from "../../../core/tokens/format";
import { Token } from "../../../core/tokens/token";
import { tokenFacts } from "../../../core/tokens/facts";
import { subject, token, user, no, type Image, well, withImage, findingOf } from "./answers";

describe("what a token is for", () => {
  it("names all scopes that are missing from a stack's administrator token, and one page that has them", () => {
    const acts = ["manage repositories", "write workflow files", "delete repositories"] as const;
    const answers = { user: user("public_repo") };
    const use: TokenUse = { purpose: "administer", acts };
    const [, scopes] = evaluate(subject, token, answers, use);
    expect(scopes).toMatchObject({
      outcome: "fail",
      message: "repo and workflow and delete_repo are missing",
      fix: [
        expect.any(String),
        "https://github.com/settings/tokens/new?scopes=repo,workflow,delete_repo",
      ],
    });
  });

  it("names the permissions of a fine-grained administrator, which GitHub does not list", () => {
    const answer = { status: 200, headers: {}, body: { login: "F1bonacci66" } };
    const facts = tokenFacts("fine-grained", answer, new Date());
    const answers: Answers = { ...well, user: { outcome: "answered", status: 200, facts } };
    expect(findingOf(answers, "repository-scope", defaultUses.administer)).toMatchObject({
      outcome: "unknown",
      fix: [expect.stringContaining("Administration and Secrets"), expect.any(String)],
    });
  });

  it("decides whether more scopes than it needs are a note or a failure", () => {
    const scopes = "read:packages, write:packages";
    const pull = (isReadOnly: boolean) =>
      findingOf({ ...well, user: user(scopes) }, "packages-scope", { purpose: "pull", isReadOnly });
    expect(pull(false)).toMatchObject({
      outcome: "pass",
      message: "read:packages",
      notes: [expect.stringContaining("more scopes than pulling needs (write:packages)")],
    });
    expect(pull(true)).toMatchObject({
      outcome: "fail",
      message: "this token can do more than read: write:packages",
    });
  });

  it("decides which page creates another token", () => {
    const facts = tokenFacts("classic", { status: 401, headers: {}, body: {} }, new Date());
    const answers: Answers = { user: { outcome: "answered", status: 401, facts } };
    const pages = [defaultUses.publish, defaultUses.administer, defaultUses.pull].map(
      (use) => findingOf(answers, "github-api", use).fix?.at(-1)?.split("=")[1],
    );
    expect(pages).toEqual(["read:packages,write:packages", "repo", "read:packages"]);
  });
});

describe("a token that GitHub lists no scopes for", () => {
  const answer = { status: 200, headers: {}, body: { login: "F1bonacci66" } };
  const facts = tokenFacts("App user", answer, new Date());
  const scopesWith = (change: Partial<Image>): Finding =>
    findingOf(
      { ...withImage(change), user: { outcome: "answered", status: 200, facts } },
      "packages-scope",
    );

  it.each([no("denied"), { outcome: "unknown", why: "x" } as const])(
    "is unknown if the push is %j",
    (push) => {
      expect(scopesWith({ push }).outcome).toBe("unknown");
    },
  );
});

describe("a fine-grained token", () => {
  const fineGrained = new Token("github_pat_fake");
  const noAnswer = { outcome: "unknown", why: "no network" } as const;

  it.each([defaultUses.publish, defaultUses.pull])(
    "fails from its form alone, also without a network: %j",
    (use) => {
      const answers: Answers = { user: noAnswer, login: noAnswer };
      const findings = evaluate(subject, fineGrained, answers, use);
      expect(findings.find(({ id }) => id === "packages-scope")).toMatchObject({
        outcome: "fail",
        message: expect.stringMatching(/^ghcr\.io does not support fine-grained tokens/) as string,
        fix: ["Use a classic token instead:", expect.any(String)],
      });
      expect(overallOutcome(findings)).toBe("fail");
    },
  );
});

describe("a malformed token", () => {
  const malformed = (text: string, isLight: boolean, use?: TokenUse) =>
    check(subject, readExactToken(text), { isLight, ...(use && { use }) });

  it.each([false, true])("ends with a newline, which is a finding (light: %j)", async (isLight) => {
    const { findings, answers } = await malformed("ghp_fake\n", isLight);
    expect(answers).toBeUndefined();
    expect(findings[0]).toMatchObject({
      outcome: "fail",
      message: "the token ends with a newline",
    });
    expect(new Set(findings.slice(1).map(({ outcome }) => outcome))).toEqual(new Set(["unknown"]));
    expect(findings).toHaveLength(isLight ? 3 : 6);
  });

  it("is named as fine-grained too", async () => {
    const { findings } = await malformed("github_pat_fake\n", true);
    expect(findings.filter(({ outcome }) => outcome === "fail").map(({ id }) => id)).toEqual([
      "github-api",
      "packages-scope",
    ]);
  });

  it("has the checks of its purpose", async () => {
    const ids = async (use: TokenUse) =>
      (await malformed("ghp_fake ", false, use)).findings.map(({ id }) => id);
    expect(await ids(defaultUses.administer)).toEqual([
      "github-api",
      "repository-scope",
      "repository",
    ]);
    expect(await ids(defaultUses.pull)).toEqual([
      "github-api",
      "packages-scope",
      "registry-login",
      "pull",
    ]);
  });
});
