import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { GitHubClient } from "../../../../core/github/client";
import { PackagesClient } from "../../../../core/github/packages";
import { RegistryClient, type RegistryClientOptions } from "../../../../core/registry/client";
import { questions } from "../../../fuzz/clients";
import { startHostileServer, type HostileServer, type Play } from "../../../fuzz/hostileServer";

const login = { username: "owner", token: "ghp_exampleexampleexampleexample" };
const html = "<html><title>Sign in to your proxy</title></html>";

let server: HostileServer;

beforeEach(async () => {
  server = await startHostileServer();
});

afterEach(async () => {
  await server.close();
});

const http = { idleMilliseconds: 150, timeoutMilliseconds: 500, retryMilliseconds: 1 };

function registry(change: Partial<RegistryClientOptions> = {}): RegistryClient {
  return new RegistryClient({ registry: server.host, ...login, http, ...change });
}

function packages(): PackagesClient {
  const baseUrl = `http://${server.host}`;
  const { token } = login;
  return new PackagesClient(new GitHubClient({ baseUrl, token, http, secondMilliseconds: 0 }));
}

function play(change: Partial<Play>): Play {
  return { status: "200 OK", headers: [], body: "", ending: "end", ...change };
}

const challenge = (realm = "{ORIGIN}/token"): Play =>
  play({ status: "401 No", headers: [["WWW-Authenticate", `Bearer realm="${realm}"`]] });

/** What the questions with an answer come to. */
async function outcomes(): Promise<readonly string[]> {
  const reference = { registry: server.host, name: "a/b", tag: "1" };
  const answers = await Promise.all([
    registry().login(),
    registry().mayPush("a/b"),
    registry().mayPull(reference),
    registry().isPublic(reference),
    packages().read("owner", "a/b"),
    packages().readAll("owner"),
  ]);
  return answers.map(({ outcome }) => outcome);
}

describe("an unusable response", () => {
  it.each<[string, Partial<Play>]>([
    ["a page with status 200", { body: html, headers: [["Content-Type", "text/html"]] }],
    ["a refusal without end", { ending: "flood", status: "500 No" }],
    [
      "a redirect to another host",
      { status: "307 X", headers: [["Location", "http://thief.example/"]] },
    ],
    ["a redirect to itself", { status: "307 X", headers: [["Location", "/user"]] }],
    ["a status beyond all", { status: "999 X" }],
    ["deep JSON", { body: "[".repeat(100_000) }],
  ])("is %s", async (_what, change) => {
    // Each question gets past the first door, so that the second is what it meets.
    server.plays = [play(change)];
    expect(await outcomes()).toEqual(Array(6).fill("unknown"));
  });
});

it("credentials are not sent to another host by a redirect", async () => {
  let connections = 0;
  const thief = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await once(thief.listen(0, "127.0.0.1"), "listening");
  const elsewhere = `http://127.0.0.1:${(thief.address() as AddressInfo).port}/`;
  const leading = (status: string): Play =>
    play({
      status,
      headers: [
        ["Location", elsewhere],
        ["Link", `<${elsewhere}>; rel="next"`],
      ],
    });
  for (const status of ["200 OK", "202 Yes", "301 X", "302 X", "303 X", "307 X", "308 X"]) {
    for (const plays of [
      [leading(status)],
      [challenge(), leading(status)],
      [challenge(), play({ body: '{"token":"abcdefgh"}' }), leading(status)],
    ]) {
      for (const ask of Object.values(questions)) {
        server.plays = plays;
        await ask(server.host).catch(() => undefined);
      }
    }
  }
  await new Promise((resolve) => thief.close(resolve));
  expect(connections).toBe(0);
}, 60_000);

it.each(["a\r\nX-Injected: 1", "a\nb", "b\u00e4r", "\u0000", " ", "x".repeat(70_000)])(
  "a bearer that is %j crashes nothing, and is not sent",
  async (token) => {
    server.plays = [challenge(), play({ body: JSON.stringify({ token }) })];
    const answer = await registry().login();
    expect(answer).toEqual({
      outcome: "unknown",
      why: `${server.host}/v2/: the registry returned a bearer token that no header can carry`,
    });
  },
);

it("a refusal has the registry's message, but no secrets", async () => {
  const words = '{"errors":[{"message":"{SENT}"}]}\u001b[31m';
  server.plays = [challenge(), play({ status: "403 No", body: words })];
  const answer = await registry().login();
  expect(answer).toMatchObject({
    outcome: "no",
    refusal: {
      status: 403,
      text: '{"errors":[{"message":"Basic [secret] owner:[secret]"}]}\\u001b[31m',
    },
  });
  const body = '{"errors":[{"code":"DENIED","message":"{SENT}"}]}';
  server.plays = [challenge(), play({ status: "403 No", body })];
  expect(await registry().login()).toMatchObject({
    refusal: { errors: [{ code: "DENIED", message: "Basic [secret] owner:[secret]" }] },
  });
});

it("a token that GitHub returns is removed from bodies and headers", async () => {
  const github = new GitHubClient({ baseUrl: `http://${server.host}`, token: login.token, http });
  const body = JSON.stringify({ a: [{ "b {SENT}": "{SENT}" }], message: "{SENT}" });
  for (const status of ["200 OK", "404 No"]) {
    server.plays = [play({ status, body, headers: [["X-OAuth-Scopes", "{SENT}"]] })];
    const output = JSON.stringify(await github.ask("GET /user"));
    expect(output).toContain("[secret]");
    expect(output).not.toContain(login.token);
  }
});
