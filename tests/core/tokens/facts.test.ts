import { tokenFacts, type ApiResponse } from "../../../core/tokens/facts";
import type { TokenKind } from "../../../core/tokens/token";

const now = new Date("2026-10-01T12:00:00Z");
const answer = (
  headers: ApiResponse["headers"],
  status = 200,
  body: unknown = { login: "octocat" },
): ApiResponse => ({ status, headers, body });
const factsOf = (kind: TokenKind, ...of: Parameters<typeof answer>) =>
  tokenFacts(kind, answer(...of), now);

describe("scopes", () => {
  it.each<[TokenKind, string | undefined, readonly string[] | null]>([
    ["classic", "read:packages, write:packages", ["read:packages", "write:packages"]],
    ["OAuth", "repo,gist", ["repo", "gist"]],
    ["classic", "", []],
    ["classic", undefined, null],
    ["OAuth", undefined, null],
    ["unknown", "repo", ["repo"]],
    ["fine-grained", undefined, null],
    ["fine-grained", "", null],
    ["installation", undefined, null],
    ["installation", "", null],
    ["App user", "", null],
    ["App user", undefined, null],
  ])("of a token of kind %s with the header %j are %j", (kind, header, scopes) => {
    const facts = factsOf(kind, header === undefined ? {} : { "x-oauth-scopes": header });
    expect(facts.scopes).toEqual(scopes);
  });
});

describe("expiry", () => {
  it.each<[string, string | null, number | null]>([
    ["2026-10-11 12:00:00 UTC", "2026-10-11T12:00:00.000Z", 10],
    ["2026-10-11 11:59:59 UTC", "2026-10-11T11:59:59.000Z", 9],
    ["2026-09-30 12:00:00 UTC", "2026-09-30T12:00:00.000Z", -1],
    ["2026-10-01 11:59:59 UTC", "2026-10-01T11:59:59.000Z", -1],
    ["2026-10-11 05:00:00 -0700", "2026-10-11T12:00:00.000Z", 10],
    ["soon", null, null],
    ["", null, null],
    ["2026-02-31 00:00:00 UTC", null, null],
    ["2026-13-01 00:00:00 UTC", null, null],
    ["2026-10-11 25:00:00 UTC", null, null],
    ["2026-10-11", null, null],
  ])("of '%s' is %s, %s days left", (header, expires, days) => {
    const facts = factsOf("classic", { "github-authentication-token-expiration": header });
    expect(facts.expires instanceof Date ? facts.expires.toISOString() : facts.expires).toBe(
      expires,
    );
    expect(facts.daysLeft).toBe(days);
  });

  it.each<[TokenKind, number, "never" | null]>([
    ["classic", 200, "never"],
    ["OAuth", 200, "never"],
    ["fine-grained", 200, "never"],
    // A workflow's token ends with its job, and no header has that.
    ["installation", 200, null],
    ["App user", 200, null],
    ["classic", 401, null],
    ["classic", 500, null],
  ])("of a token of kind %s is, after %i without a header, %s", (kind, status, expires) => {
    expect(factsOf(kind, {}, status).expires).toBe(expires);
  });
});

describe("acceptance", () => {
  const limit = { message: "API rate limit exceeded for user ID 1." };
  it.each<[string, ReturnType<typeof answer>, boolean | null, boolean]>([
    ["200", answer({}), true, false],
    ["401", answer({}, 401, { message: "Bad credentials" }), false, false],
    [
      "403 of an installation",
      answer({}, 403, { message: "Resource not accessible by integration" }),
      true,
      false,
    ],
    ["403 of something else", answer({}, 403, { message: "Sorry" }), null, false],
    ["403 that is a rate limit by its words", answer({}, 403, limit), null, true],
    [
      "403 that is a rate limit by its header",
      answer({ "x-ratelimit-remaining": "0" }, 403, {}),
      null,
      true,
    ],
    ["403 with retry-after", answer({ "retry-after": "60" }, 403, {}), null, true],
    ["429", answer({}, 429, null), null, true],
    ["502", answer({}, 502, "<html>"), null, false],
  ])("after %s", (_what, response, accepted, rateLimited) => {
    expect(tokenFacts("classic", response, now)).toMatchObject({ accepted, rateLimited });
  });

  it.each([{ login: "octocat" }, { login: "octocat", type: "User" }])(
    "reads the account",
    (body) => {
      expect(factsOf("classic", {}, 200, body).account).toBe("octocat");
    },
  );

  it.each([null, "octocat", 7, [], {}, { login: 7 }, { login: "" }])(
    "reads no account from the body %j",
    (body) => {
      expect(factsOf("classic", {}, 200, body).account).toBeNull();
    },
  );
});

describe("single sign-on", () => {
  const address = "https://github.com/orgs/octo/sso?authorization_request=FAKE";
  it.each([
    [`required; url=${address}`, { state: "required", address }],
    ["required; url=javascript:alert(1)", { state: "required", address: null }],
    ["required; url=https://x\u001b[31m", { state: "required", address: null }],
    ["required", { state: "required", address: null }],
    [
      "partial-results; organizations=21955855, 20582480",
      { state: "partial", organizations: ["21955855", "20582480"] },
    ],
    ["partial-results", { state: "partial", organizations: [] }],
    ["something new", null],
  ])("is read from '%s'", (header, expected) => {
    expect(factsOf("classic", { "x-github-sso": header }).singleSignOn).toEqual(expected);
  });

  it("is unknown without the header", () => {
    expect(factsOf("classic", {}).singleSignOn).toBeNull();
  });
});
