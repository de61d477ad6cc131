import { main } from "../../../../cli/commands/doctor/main";
import type { StackReport } from "../../../../cli/commands/doctor";
import { answer, fakeRegistryForEachTest } from "../../../core/registry/fakeRegistry";
import { captureConsole } from "../../captureConsole";
import { FakePulumi } from "../../pulumi/fakePulumi";

const captured = captureConsole();
const tokens = {
  publish: "ghp_examplePublish",
  admin: "ghp_exampleAdmin",
  pull: "ghp_examplePull",
};
const scopesByToken: Readonly<Record<string, string>> = {
  [tokens.publish]: "read:packages, write:packages",
  [tokens.admin]: "repo",
  [tokens.pull]: "read:packages",
};
const server = fakeRegistryForEachTest();

/** GitHub and a registry in one: a private repository, and a package that only a login can read. */
beforeEach(() => {
  const manifest = '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json"}';
  server.handle = (request, response) => {
    const { method = "", url = "", headers } = request;
    const { authorization = "" } = headers;
    const password = Buffer.from(authorization.replace(/^Basic /, ""), "base64").toString();
    const token = authorization.replace(/^token /i, "");
    const json = (status: number, body: object, more: Record<string, string> = {}): void => {
      answer(response, status, JSON.stringify(body), {
        "content-type": "application/json",
        ...more,
      });
    };
    const [, login = ""] = password.split(":");
    const scopes = scopesByToken[token] ?? scopesByToken[login];
    const [path] = url.split("?");
    if (url.startsWith("/token")) json(200, { token: login });
    else if (url.startsWith("/v2/")) {
      const bearer = authorization.replace(/^Bearer /, "");
      if (scopesByToken[bearer] === undefined) {
        const challenge = `Bearer realm="http://${server.host}/token",service="fake"`;
        json(401, {}, { "www-authenticate": challenge });
      } else if (method === "POST") {
        const canPush = scopesByToken[bearer].includes("write:packages");
        json(canPush ? 202 : 403, {});
      } else if (url.includes("/tags/list")) json(200, { name: "o/n", tags: ["latest"] });
      else answer(response, 200, url.includes("/manifests/") ? manifest : "{}");
    } else if (path === "/api/v3/user") {
      json(200, { login: "o" }, { "x-oauth-scopes": scopes ?? "" });
    } else if (path === "/api/v3/repos/o/n" && scopes === "repo") {
      json(200, { full_name: "o/n", archived: false, permissions: { admin: true } });
    } else json(404, { message: "Not Found" });
  };
});

const variables = (): NodeJS.ProcessEnv => ({
  GITHUB_BASE_URL: `http://${server.host}/`,
  GHCR_REGISTRY: server.host,
});

it("claims no more than the light form checks", async () => {
  jest.replaceProperty(process, "env", { ...variables(), GHCR_TOKEN: tokens.publish });
  expect(await main({ repository: "o/n", light: true })).toBe(0);
  expect(captured.out).toContain("All checks passed.");
});

describe("with --stack", () => {
  let pulumi: FakePulumi;

  /** Stores these tokens in a stack. */
  function storeTokens(stored: Readonly<Record<string, string>>): void {
    const entries = Object.entries({
      "ghcr:owner": "o",
      "ghcr:repositories": '{"n":{"images":{"n":"."}}}',
      ...stored,
    }).map(([key, value]) => [key, { value, secret: /token$/i.test(key) }]);
    const stdout = JSON.stringify(Object.fromEntries(entries));
    pulumi = new FakePulumi({ "config --show-secrets --json --stack prod": { stdout } });
    pulumi.enter(variables());
  }

  it("reports each token that the stack has stored, and shows none", async () => {
    storeTokens({
      "ghcr:token": tokens.publish,
      "github:token": tokens.admin,
      "ghcr:pullToken": tokens.pull,
    });
    expect([await main({ stack: "prod" }), captured.error]).toEqual([0, ""]);
    const image = `${server.host}/o/n`;
    expect(captured.out.match(/^(?:Stack|Token|This token).*/gm)).toEqual([
      "Stack       prod",
      expect.stringMatching(/from ghcr:token$/),
      `This token can publish ${image}.`,
      expect.stringMatching(/from github:token$/),
      "This token can administer o/n.",
      expect.stringMatching(/from ghcr:pullToken$/),
      `This token can pull ${image}.`,
    ]);
    expect(captured.out).not.toContain("example");
    expect(pulumi.commands.join()).not.toContain("example");
  });

  it("ends with the worst outcome, also as JSON", async () => {
    storeTokens({ "ghcr:token": tokens.publish, "github:token": tokens.pull });
    expect(await main({ stack: "prod", json: true })).toBe(1);
    const report = JSON.parse(captured.out) as StackReport;
    expect(report).toMatchObject({ version: 2, stack: "prod", outcome: "fail" });
    expect(report.tokens.map(({ from, purpose, outcome }) => [from, purpose, outcome])).toEqual([
      ["ghcr:token", "publish", "pass"],
      ["github:token", "administer", "fail"],
    ]);
    expect(captured.out).not.toContain("example");
  });

  it("reports problems with the settings in place of a check", async () => {
    storeTokens({ "ghcr:imagess": "x" });
    expect([await main({ stack: "prod" }), captured.out]).toEqual([2, ""]);
    expect(captured.error).toContain("ghcr:imagess");
    expect(server.requests).toEqual([]);
  });
});
