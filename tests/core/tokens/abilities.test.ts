import {
  abilityOnRegistry,
  administratorAbility,
  administratorActs,
  registryActs,
  type AdministratorAct,
  type RegistryAct,
} from "../../../core/tokens/abilities";
import type { TokenKind } from "../../../core/tokens/token";
import type { TokenFacts } from "../../../core/tokens/facts";
import { changingScopes, scopesOnApi, surplusScopes } from "../../../core/tokens/scopes";

const baseFacts: TokenFacts = {
  kind: "classic",
  accepted: true,
  account: "octocat",
  scopes: [],
  expires: "never",
  daysLeft: null,
  singleSignOn: null,
  rateLimited: false,
};
const withScopes = (...scopes: string[]): TokenFacts => ({ ...baseFacts, scopes });
const ofKind = (kind: TokenKind): TokenFacts => ({ ...baseFacts, kind, scopes: null });
const onRegistry = (facts: TokenFacts): string =>
  Object.keys(registryActs)
    .map((act) => abilityOnRegistry(facts, act as RegistryAct).can)
    .join(" ");
const asAdministrator = (facts: TokenFacts): string =>
  Object.keys(administratorActs)
    .map((act) => administratorAbility(facts, act as AdministratorAct).can)
    .join(" ");
const all = (answer: "no" | "unknown", count: number): string =>
  Array(count).fill(answer).join(" ");

describe("on ghcr.io", () => {
  it.each<[string, TokenFacts, string]>([
    ["no scope", withScopes(), all("no", 4)],
    ["read:packages", withScopes("read:packages"), "yes yes no no"],
    ["both packages scopes", withScopes("read:packages", "write:packages"), "yes yes yes no"],
    // The first user's token: the API takes write for reading, the registry does not.
    ["repo and write:packages", withScopes("repo", "write:packages"), all("no", 4)],
    ["read and delete", withScopes("read:packages", "delete:packages"), "yes yes no yes"],
    ["delete alone", withScopes("delete:packages"), all("no", 4)],
    ["an unknown list of scopes", { ...baseFacts, scopes: null }, all("unknown", 4)],
    ["a fine-grained one", ofKind("fine-grained"), "unknown no no no"],
    ["an installation's", ofKind("installation"), "yes unknown unknown unknown"],
    ["an App user's", ofKind("App user"), all("unknown", 4)],
    ["a refresh token", ofKind("refresh"), all("no", 4)],
    [
      "an OAuth one with both",
      { ...withScopes("read:packages", "write:packages"), kind: "OAuth" },
      "yes yes yes no",
    ],
    [
      "one that GitHub does not know",
      { ...withScopes("read:packages"), accepted: false },
      all("no", 4),
    ],
    ["one that has expired", { ...withScopes("read:packages"), daysLeft: -1 }, all("no", 4)],
    ["one that expires today", { ...withScopes("read:packages"), daysLeft: 0 }, "yes yes no no"],
    [
      "one behind a rate limit",
      { ...baseFacts, scopes: null, rateLimited: true },
      all("unknown", 4),
    ],
    [
      "one that waits for single sign-on",
      { ...withScopes("read:packages"), singleSignOn: { state: "required", address: null } },
      "unknown unknown no no",
    ],
  ])("a token with %s may log in, pull, push, delete", (_what, facts, expected) => {
    expect(onRegistry(facts)).toBe(expected);
  });

  it("reports two missing scopes", () => {
    expect(abilityOnRegistry(withScopes("repo"), "push").reason).toBe(
      "the scopes read:packages and write:packages are missing.",
    );
  });

  it("explains why write:packages is not enough, with a page that fixes it", () => {
    expect(abilityOnRegistry(withScopes("repo", "write:packages"), "push")).toEqual({
      can: "no",
      reason:
        "the scope read:packages is missing. ghcr.io requires read:packages in addition to write:packages.",
      missing: ["read:packages"],
      fix: [
        "Tick read:packages at https://github.com/settings/tokens, or create a new token:",
        "https://github.com/settings/tokens/new?scopes=read:packages,write:packages",
      ],
    });
  });

  it("fixes an OAuth token with the gh command", () => {
    const facts: TokenFacts = { ...withScopes("repo"), kind: "OAuth" };
    expect(abilityOnRegistry(facts, "push").fix).toEqual([
      "gh auth refresh -h github.com --scopes read:packages,write:packages",
    ]);
  });

  it("names the page for a token that is not authorized for single sign-on", () => {
    const address = "https://github.com/orgs/octo/sso?authorization_request=FAKE";
    const facts: TokenFacts = {
      ...withScopes("read:packages"),
      singleSignOn: { state: "required", address },
    };
    expect(abilityOnRegistry(facts, "log in").fix).toEqual([address]);
  });
});

describe("as administrator", () => {
  it.each<[string, TokenFacts, string]>([
    ["no scope", withScopes(), all("no", 7)],
    ["repo", withScopes("repo"), "yes yes yes no no no no"],
    ["repo and workflow", withScopes("repo", "workflow"), "yes yes yes yes no no no"],
    ["workflow alone", withScopes("workflow"), all("no", 7)],
    ["public_repo", withScopes("public_repo"), "unknown no no no no no no"],
    ["admin:org and delete_repo", withScopes("admin:org", "delete_repo"), "no no no no yes yes no"],
    ["write:org", withScopes("write:org"), all("no", 7)],
    // The API, unlike the registry, takes write for reading.
    ["write:packages", withScopes("write:packages"), "no no no no no no yes"],
    ["a fine-grained kind", ofKind("fine-grained"), all("unknown", 7)],
    ["an installation's kind", ofKind("installation"), all("unknown", 7)],
    ["an App user's kind", ofKind("App user"), all("unknown", 7)],
    ["a refresh token's kind", ofKind("refresh"), all("no", 7)],
  ])("a token with %s", (_what, facts, expected) => {
    expect(asAdministrator(facts)).toBe(expected);
  });

  it("gives a reason with each answer, and a fix with each no", () => {
    for (const facts of [withScopes(), ofKind("refresh"), { ...baseFacts, accepted: false }]) {
      for (const act of Object.keys(administratorActs)) {
        const ability = administratorAbility(facts, act as AdministratorAct);
        expect(ability.reason).not.toBe("");
        expect(ability.fix.length).toBeGreaterThan(0);
      }
    }
  });
});

describe("scopes", () => {
  it.each([
    [
      "repo",
      ["repo", "repo:status", "repo_deployment", "public_repo", "repo:invite", "security_events"],
    ],
    ["admin:org", ["admin:org", "write:org", "read:org", "manage_runners:org"]],
    ["user", ["user", "read:user", "user:email", "user:follow"]],
    ["write:packages", ["write:packages", "read:packages"]],
    ["delete:packages", ["delete:packages"]],
    ["constructor", ["constructor"]],
  ])("of %s on the API are %j", (scope, all) => {
    expect([...scopesOnApi([scope])]).toEqual(all);
  });

  it.each([
    [["read:packages", "write:packages"], ["read:packages", "write:packages"], []],
    [["repo", "read:packages"], ["read:packages"], ["repo"]],
    [["repo"], ["public_repo"], []],
    [["repo", "public_repo"], ["repo"], ["public_repo"]],
    [["admin:org", "gist"], ["read:org"], ["gist"]],
  ])("%j, where %j are required, has %j too many", (scopes, required, surplus) => {
    expect(surplusScopes(scopes, required)).toEqual(surplus);
  });

  it.each([
    [["read:packages", "read:audit_log", "read:org", "user:email"], []],
    [["write:packages", "repo:status", "user", "new_scope", "read:"], null],
  ])("%j that allow more than reading are %j", (scopes, changing) => {
    expect(changingScopes(scopes)).toEqual(changing ?? scopes);
  });
});
