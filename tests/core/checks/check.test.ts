import { evaluate } from "../../../core/checks/check";
import { overallOutcome, type Finding } from "../../../core/checks/finding";
import type { Answers, RepositoryAnswer } from "../../../core/checks/answers";
import { defaultUses, type TokenUse } from "../../../core/checks/purpose";
import { unknownAnswer } from "../../../core/http/answer";
import { failureOf } from "../../../core/http/failure";
import { gitHubRefusal } from "../http/refused";
import { tokenFacts } from "../../../core/tokens/facts";
import {
  image,
  repository,
  subject,
  token,
  user,
  no,
  type Image,
  facts,
  found,
  well,
  withImage,
  findingOf,
} from "./answers";

it("reports who can pull an image, unless that is unknown", () => {
  const read = (isPublic: boolean | null): string =>
    findingOf(withImage({ pull: { outcome: "read", tag: "1", isPublic } }), "pull").message;
  expect([read(true), read(false), read(null)]).toEqual([
    "1 can be pulled by anyone",
    "1 can be pulled, but not without a login",
    "1 can be pulled",
  ]);
});

describe("a denied pull", () => {
  const absent: Image["package"] = { outcome: "absent or hidden", response: "Package not found." };

  it.each<[string, Partial<Image>]>([
    ["the package is there", { package: facts() }],
    ["the push is denied, too", { package: absent, push: no("permission_denied: write_package") }],
    ["the push cannot tell", { package: absent, push: { outcome: "unknown", why: "x" } }],
  ])("fails if %s", (_what, change) => {
    const pull = findingOf(
      withImage({ pull: no("permission_denied: read_package"), ...change }),
      "pull",
    );
    expect(pull).toMatchObject({
      outcome: "fail",
      response: "denied: permission_denied: read_package",
      cause: "The package is private, and this token has no read access to it.",
    });
    // The account is known here, so that the login needs only the token.
    expect(pull.fix).toContain(
      'printf %s "$GHCR_TOKEN" | docker login ghcr.io --username F1bonacci66 --password-stdin',
    );
  });
});

describe("a package's link", () => {
  it.each([
    ["F1bonacci66/demo", 0],
    ["f1bonacci66/DEMO", 0],
    ["F1bonacci66/other", 1],
    [null, 1],
  ])("to %j has %j notes", (repository, count) => {
    const { outcome, notes = [] } = findingOf(
      withImage({ package: facts({ repository }) }),
      "pull",
    );
    expect([outcome, notes.length]).toEqual(["pass", count]);
  });

  it("is set on the organization's page, for an organization's package", () => {
    const address = "https://github.com/orgs/F1bonacci66/packages/container/package/a%2Fb";
    const { notes = [] } = findingOf(
      withImage({ package: facts({ name: "a/b", repository: null, address }) }),
      "pull",
    );
    expect(notes[0]).toContain("/orgs/F1bonacci66/packages/container/a%2Fb/settings");
  });
});

describe("a denied push", () => {
  const push = (answers: Answers): Finding => findingOf(answers, "push");

  it("is explained by the registry's message, if the token has the scopes", () => {
    expect(push(withImage({ push: no("permission_denied: write_package") }))).toMatchObject({
      outcome: "fail",
      response: "denied: permission_denied: write_package",
      cause: expect.stringContaining("first pushed by hand") as string,
      fix: expect.arrayContaining([
        expect.stringContaining("/users/f1bonacci66/packages/container/demo/settings"),
      ]) as string[],
    });
  });

  it("is unknown and quoted completely, if the message is not recognized", () => {
    const found = push(withImage({ push: no("the stars are wrong") }));
    expect(found.response).toBe("denied: the stars are wrong");
    expect(found.cause).toBe("This message is not recognized, so its cause is unknown.");
    expect(found.fix).toBeUndefined();
  });
});

describe("an unknown answer", () => {
  const why = "api.github.com: host not found (ENOTFOUND)";

  it("has the reason, and is not a failure", () => {
    const noAnswer = { outcome: "unknown", why } as const;
    const findings = evaluate(subject, token, {
      user: noAnswer,
      login: noAnswer,
      repositories: [{ repository, answer: noAnswer }],
      images: [{ image, package: noAnswer, pull: noAnswer, push: noAnswer }],
    });
    expect(new Set(findings.map(({ outcome }) => outcome))).toEqual(new Set(["unknown"]));
    for (const finding of findings.filter(({ id }) => id !== "packages-scope")) {
      expect(finding.cause).toBe(why);
    }
    expect(overallOutcome(findings)).toBe("unknown");
  });

  it("has a fix if the connection is refused", () => {
    const failure = failureOf({ code: "ECONNREFUSED" }, "localhost");
    const nothing = unknownAnswer(failure.message, failure);
    const findings = evaluate(subject, token, { user: nothing, login: nothing });
    for (const id of ["github-api", "registry-login"]) {
      const [fix] = findings.find((each) => each.id === id)?.fix ?? [];
      expect(fix).toMatch(/^Start the server, or correct the port/);
    }
  });

  it("is a rate limit, whatever its status", () => {
    const answer = { status: 403, headers: { "x-ratelimit-remaining": "0" }, body: {} };
    const limited = tokenFacts("classic", answer, new Date());
    const answers: Answers = {
      ...well,
      user: {
        outcome: "answered",
        status: 403,
        refusal: gitHubRefusal(403, "API rate limit exceeded"),
        facts: limited,
      },
    };
    expect(findingOf(answers, "github-api")).toMatchObject({
      outcome: "unknown",
      response: "API rate limit exceeded",
      cause: "GitHub limits the number of requests. This says nothing about the token.",
    });
    expect(findingOf(answers, "packages-scope").outcome).toBe("unknown");
  });
});

describe("a repository", () => {
  const place = { owner: "F1bonacci66", repository: "demo" };
  const refused = (status: number, message: string, signOnAddress: string | null = null) =>
    ({
      outcome: "refused",
      refusal: gitHubRefusal(status, message, place),
      signOnAddress,
    }) as const;
  const notFound = refused(404, "Not Found");
  const evaluated = (
    answer: RepositoryAnswer,
    scopes = "read:packages, write:packages",
    use: TokenUse = defaultUses.publish,
    mayBeMissing = false,
  ): Finding => {
    const asked = { ...repository, mayBeMissing };
    const answers = {
      ...well,
      user: user(scopes),
      repositories: [{ repository: asked, answer }],
    };
    return findingOf(answers, "repository", use);
  };

  it.each(["read:packages, write:packages", "public_repo"])(
    "that a token with %s cannot see is a note: it can publish without",
    (scopes) => {
      expect(evaluated(notFound, scopes)).toMatchObject({
        outcome: "pass",
        notes: [expect.stringContaining("https://github.com/F1bonacci66/demo")],
      });
    },
  );

  it("does not exist for an account that could see it", () => {
    const finding = evaluated(notFound, "repo");
    expect([finding.outcome, finding.cause]).toEqual([
      "fail",
      "F1bonacci66/demo does not exist, or F1bonacci66 has no access to it.",
    ]);
  });

  it("is refused with a recognized message", () => {
    const response =
      "Although you appear to have the correct authorization credentials, the `o` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.";
    expect(evaluated(refused(403, response))).toMatchObject({
      outcome: "fail",
      response,
      cause: expect.stringContaining("listed IP addresses") as string,
      fix: [expect.stringContaining("ask an owner of F1bonacci66 to add this one")],
    });
  });

  it("is reported as renamed or archived", () => {
    const other = { ...found, fullName: "F1bonacci66/new" };
    expect(evaluated(other)).toMatchObject({ outcome: "pass", notes: [expect.any(String)] });
    expect(evaluated({ ...other, isArchived: true }).outcome).toBe("fail");
  });

  it.each<[string, RepositoryAnswer, string, Finding["outcome"], string]>([
    ["passes for its administrator", found, "repo", "pass", "F1bonacci66 is an administrator"],
    ["fails if hidden", notFound, "read:packages", "fail", "hidden from this token"],
    ["fails if missing", notFound, "repo", "fail", "does not exist"],
    ["fails without the role", { ...found, isAdministrator: false }, "repo", "fail", "is not an"],
    ["is open without a role", { ...found, isAdministrator: null }, "repo", "unknown", "role"],
    ["fails if archived", { ...found, isArchived: true }, "repo", "fail", "archived"],
  ])("to administer %s", (_what, answer, scopes, outcome, message) => {
    const finding = evaluated(answer, scopes, defaultUses.administer);
    expect(finding).toMatchObject({ outcome, message: expect.stringContaining(message) as string });
    expect(finding.fix === undefined).toBe(outcome === "pass");
  });

  it("to administer may be missing if the next update creates it", () => {
    expect(evaluated(notFound, "repo", defaultUses.administer, true)).toMatchObject({
      outcome: "pass",
      message: "no repository yet: the next update creates it",
    });
  });
});

/** From the first of January on. */
it.each([
  [0, ["The token expires within a day: create a new one, and replace it wherever it is stored."]],
  [1, ["The token expires in 1 day: create a new one, and replace it wherever it is stored."]],
  [14, ["The token expires in 14 days: create a new one, and replace it wherever it is stored."]],
  [15, []],
])("a token that expires after %d days has the notes %j", (days, notes) => {
  const ends = new Date(Date.UTC(2026, 0, 1 + days, 1));
  const headers = {
    "x-oauth-scopes": "read:packages, write:packages",
    "github-authentication-token-expiration": `${ends.toISOString().slice(0, 10)} 01:00:00 UTC`,
  };
  const answer = { status: 200, headers, body: { login: "F1bonacci66" } };
  const facts = tokenFacts(token.kind, answer, new Date("2026-01-01T00:00:00Z"));
  const user = { outcome: "answered", status: 200, facts: facts } as const;
  expect(findingOf({ ...well, user: user }, "github-api")).toMatchObject({
    outcome: "pass",
    message: `F1bonacci66's token (classic), expires on ${ends.toISOString().slice(0, 10)}`,
    notes,
  });
});
