import { evaluate, observe } from "./observing";
import type { DesiredStack } from "../../../../stack/model";
import { Token } from "../../../../core/tokens/token";
import { PUBLISHER_TOKEN } from "../../../../sandbox/seed";
import type { Token as Issued } from "../../../../sandbox/world/world";
import { desiredStack } from "../../desired";
import { githubForEachTest } from "../../../sandbox/world";

const github = githubForEachTest();

const pullToken = "ghp_examplepull";
const page = "https://github.com/settings/tokens/new?scopes=read:packages";

function issue(change: Partial<Issued>): void {
  const classic: Issued = {
    token: pullToken,
    kind: "classic",
    owner: "F1bonacci66",
    scopes: ["read:packages"],
    expiresAt: null,
    revoked: false,
  };
  github.store.world.tokens.push({ ...classic, ...change });
}

function stackWith(token: string, pullUsername = "f1bonacci66"): DesiredStack {
  const { credentials } = desiredStack();
  return desiredStack({ credentials: { ...credentials, pull: new Token(token) }, pullUsername });
}

async function findingsOf(stack: DesiredStack): Promise<ReturnType<typeof evaluate>> {
  return evaluate(stack, undefined, await observe(stack, undefined, github.origin));
}

it("a token that can only read packages passes, with one request", async () => {
  issue({});
  expect(await findingsOf(stackWith(pullToken))).toEqual([]);
  expect(github.journal.read().map(({ path }) => path)).toEqual(["/user", "/user", "/user"]);
});

it.each([
  [["read:packages", "write:packages"], "write:packages"],
  [["read:packages", "delete:packages", "repo", "gist"], "delete:packages, repo, gist"],
  [["read:packages", "read:org", "user:email", "admin:org"], "admin:org"],
])("a token with %j fails", async (scopes, message) => {
  issue({ scopes: [...scopes] });
  expect(await findingsOf(stackWith(pullToken))).toEqual([
    {
      setting: "ghcr:pullToken",
      outcome: "fail",
      message: `this token can do more than read: ${message}`,
      cause: expect.stringContaining("every machine that pulls") as string,
      fix: [expect.stringContaining("read:packages and nothing else") as string, page],
    },
  ]);
});

it("the publishing token fails, without another request", async () => {
  const findings = await findingsOf(stackWith(PUBLISHER_TOKEN));
  expect(findings.map(({ message }) => message)).toEqual([
    "this token can do more than read: write:packages",
  ]);
  expect(github.journal.read().map(({ path }) => path)).toEqual(["/user", "/user"]);
});

it.each<[string, Partial<Issued>, string]>([
  ["lacks read:packages", { scopes: ["read:org"] }, "this token cannot pull private packages"],
  ["is revoked", { revoked: true }, "GitHub does not recognize this token"],
])(
  "a token that %s fails, with the page that creates the right one",
  async (_what, change, message) => {
    issue(change);
    const findings = await findingsOf(stackWith(pullToken));
    expect(findings).toEqual([
      expect.objectContaining({ setting: "ghcr:pullToken", outcome: "fail", message }),
    ]);
    expect(findings[0]?.fix?.at(-1)).toBe(page);
  },
);

it("a fine-grained token fails, because ghcr.io does not accept it", async () => {
  const token = "github_pat_examplepull";
  issue({ token, kind: "fine-grained", scopes: null });
  const [finding, ...others] = await findingsOf(stackWith(token));
  expect(finding).toMatchObject({
    setting: "ghcr:pullToken",
    outcome: "fail",
    cause: expect.stringContaining("does not support fine-grained tokens") as string,
    fix: [expect.any(String), page],
  });
  expect(others).toEqual([]);
});

it("a token whose scopes no header lists is unknown", async () => {
  const token = "ghu_examplepull";
  issue({ token, kind: "app-user", scopes: null });
  expect(await findingsOf(stackWith(token))).toEqual([
    expect.objectContaining({ setting: "ghcr:pullToken", outcome: "unknown" }),
  ]);
});

it("a token of another account than the username is unknown", async () => {
  issue({ owner: "Leonardo" });
  expect(await findingsOf(stackWith(pullToken))).toEqual([
    {
      setting: "ghcr:pullUsername",
      outcome: "unknown",
      message: "ghcr:pullToken belongs to Leonardo, but the login uses f1bonacci66",
      fix: ["Set its account: npx pulumi config set ghcr:pullUsername Leonardo"],
    },
  ]);
  expect(await findingsOf(stackWith(pullToken, "leonardo"))).toEqual([]);
});
