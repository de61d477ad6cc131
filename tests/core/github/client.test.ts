import {
  GitHubClient,
  GitHubRateLimit,
  type GitHubClientOptions,
} from "../../../core/github/client";
import { ADMINISTRATOR_TOKEN } from "../../../sandbox/seed";
import { startGithubHalf } from "../../sandbox/world";
import { answer, fakeRegistryForEachTest } from "../registry/fakeRegistry";

const token = "ghp_exampleexampleexampleexample";

const server = fakeRegistryForEachTest();

function client(change: Partial<GitHubClientOptions> = {}): GitHubClient {
  return new GitHubClient({
    token,
    baseUrl: `http://${server.host}`,
    secondMilliseconds: 1,
    ...change,
  });
}

const json = { "content-type": "application/json; charset=utf-8" };

/** Answers the first requests in order, and every later one like the last. */
function answerInOrder(...answers: readonly [number, unknown, Record<string, string>?][]): void {
  let next = 0;
  server.handle = (_request, response) => {
    const [status, body, headers] = answers[Math.min(next, answers.length - 1)] ?? [500, ""];
    next += 1;
    answer(response, status, JSON.stringify(body), { ...json, ...headers });
  };
}

async function catchError(asking: Promise<unknown>): Promise<unknown> {
  const error: unknown = await asking.then(
    () => "it was answered",
    (reason: unknown) => reason,
  );
  const output = [String(error), (error as Error).stack, JSON.stringify(error)].join("\n");
  expect(output).not.toContain(token);
  expect((error as Error).cause).toBeUndefined();
  return error;
}

it("a refusal names the API's host and the requested repository", async () => {
  answerInOrder([403, { message: "no", errors: [{ message: "really" }] }]);
  const route = "GET /repos/{owner}/{repository}/pulls/{number}";
  const place = { owner: "octo", repository: "app" };
  expect((await client().ask(route, { ...place, number: 1 })).refusal).toEqual({
    ...{ server: "GitHub", host: server.host, status: 403 },
    ...{ errors: [{ message: "no; really" }], text: "no; really", place },
  });
});

describe("the facts of a token", () => {
  it("are GitHub's status, headers and body, requested once", async () => {
    answerInOrder([200, { login: "F1bonacci66" }, { "X-OAuth-Scopes": "read:packages" }]);
    const github = client();
    const [facts] = await Promise.all([github.userFacts(), github.userFacts()]);
    expect(facts).toMatchObject({
      outcome: "answered",
      status: 200,
      headers: { "x-oauth-scopes": "read:packages" },
      body: { login: "F1bonacci66" },
    });
    expect(facts).not.toHaveProperty("refusal");
    expect(server.requests.map(({ path }) => path)).toEqual(["/user"]);
    expect(server.requests[0]?.authorization).toBe(`token ${token}`);
  });

  it("include those of a refusal", async () => {
    answerInOrder([401, { message: "Bad credentials" }]);
    expect(await client().userFacts()).toMatchObject({
      status: 401,
      refusal: { server: "GitHub", status: 401, errors: [{ message: "Bad credentials" }] },
    });
  });

  it("are unknown if the connection is refused, and requested again", async () => {
    const github = client();
    await server.close();
    expect(await github.userFacts()).toMatchObject({
      outcome: "unknown",
      why: `${server.host}: connection refused (ECONNREFUSED)`,
      failure: { kind: "unreachable", host: server.host, code: "ECONNREFUSED" },
    });
    expect(await github.userFacts()).toMatchObject({ outcome: "unknown" });
  });

  it.each(["ghp_example\n", " ghp_example", "ghp_exämple", ""])(
    "are not requested with an invalid token: %j",
    async (wrong) => {
      const facts = await client({ token: wrong }).userFacts();
      expect(facts).toMatchObject({ outcome: "unknown" });
      expect(JSON.stringify(facts)).toContain("the token was not sent");
      expect(JSON.stringify(facts)).not.toContain("ghp_ex");
      expect(server.requests).toEqual([]);
    },
  );

  it("are the sandbox's, below /api/v3 too", async () => {
    const github = await startGithubHalf();
    try {
      for (const path of ["", "/api/v3"]) {
        const baseUrl = github.origin + path;
        const facts = await client({ baseUrl, token: ADMINISTRATOR_TOKEN }).userFacts();
        expect(facts).toMatchObject({ status: 200, body: { login: "F1bonacci66" } });
      }
    } finally {
      await github.close();
    }
  });
});

describe("a rate limit", () => {
  const words = "API rate limit exceeded for user ID 1.";
  const reset = (seconds: number): string => String(Math.floor(Date.now() / 1000) + seconds);
  const usedUp = (seconds: number): Record<string, string> => ({
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": reset(seconds),
  });

  it.each([
    ["a primary one", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset(30) }, words],
    ["a secondary one", { "retry-after": "30" }, "You have exceeded a secondary rate limit."],
  ])("is waited for: %s", async (_what, headers, message) => {
    answerInOrder([403, { message }, headers], [200, { login: "a" }]);
    expect(await client().userFacts()).toMatchObject({ status: 200 });
    expect(server.requests).toHaveLength(2);
  });

  it("is waited for twice at most", async () => {
    answerInOrder([403, { message: words }, usedUp(1)]);
    expect(await catchError(client().ask("GET /user"))).toBeInstanceOf(GitHubRateLimit);
    expect(server.requests).toHaveLength(3);
  });

  it("that is longer than a minute throws, with its end", async () => {
    answerInOrder([403, { message: words }, usedUp(600)]);
    const error = await catchError(client().ask("GET /user"));
    expect(error).toBeInstanceOf(GitHubRateLimit);
    const { until } = error as GitHubRateLimit;
    expect(Math.abs(until.getTime() - Date.now() - 600_000)).toBeLessThan(5_000);
    expect((error as Error).message).toBe(
      `GitHub's rate limit is reached until ${until.toISOString()}: ${words}`,
    );
    expect(server.requests).toHaveLength(1);
    expect(await client().userFacts()).toEqual({
      outcome: "unknown",
      why: expect.stringMatching(/^GitHub's rate limit is reached until /) as string,
    });
  });

  it("is also recognized by 429 alone", async () => {
    answerInOrder([429, { message: "Too many" }, { "retry-after": "90" }]);
    const error = await catchError(client().ask("GET /user"));
    expect(error).toBeInstanceOf(GitHubRateLimit);
    expect(server.requests).toHaveLength(1);
  });

  it("is not confused with a missing permission", async () => {
    const message = "Resource not accessible by personal access token";
    answerInOrder([403, { message }, { "x-ratelimit-remaining": "4999" }]);
    expect(await client().ask("GET /user")).toMatchObject({
      status: 403,
      refusal: { text: message },
    });
  });
});

describe("a retry", () => {
  it.each([500, 502, 503])("is made after %s", async (status) => {
    answerInOrder([status, { message: "busy" }], [200, {}]);
    expect(await client().ask("GET /user")).toMatchObject({ status: 200 });
    expect(server.requests).toHaveLength(2);
  });

  it("is made after a broken connection, twice", async () => {
    server.handle = (request) => request.socket.destroy();
    expect(await catchError(client().ask("GET /user"))).toMatchObject({ kind: "reset" });
    expect(server.requests).toHaveLength(3);
  });

  it("is not made of a request that may have been carried out", async () => {
    answerInOrder([502, { message: "busy" }]);
    expect(await client().ask("POST /user/repos", { name: "a" })).toMatchObject({ status: 502 });
    expect(server.requests).toHaveLength(1);
    server.handle = (request) => request.socket.destroy();
    await catchError(client().ask("POST /user/repos", { name: "a" }));
    expect(server.requests).toHaveLength(2);
  });

  it.each([400, 401, 403, 404, 422])("is not made after %s", async (status) => {
    answerInOrder([status, { message: "no" }]);
    expect(await client().ask("GET /user")).toMatchObject({ status, refusal: { text: "no" } });
    expect(server.requests).toHaveLength(1);
  });

  it("is not made after a timeout", async () => {
    server.handle = () => undefined;
    const github = client({ http: { timeoutMilliseconds: 200 } });
    expect(await catchError(github.ask("GET /user"))).toMatchObject({ kind: "timeout" });
    expect(server.requests).toHaveLength(1);
  });
});

describe("the token", () => {
  it("follows a redirect on the same host, as after a rename", async () => {
    server.handle = (request, response) => {
      if (request.url === "/repos/a/new") answer(response, 200, `{"name":"new"}`, json);
      else answer(response, 301, "{}", { ...json, location: `http://${server.host}/repos/a/new` });
    };
    const github = client();
    expect(
      await github.ask("GET /repos/{owner}/{repo}", { owner: "a", repo: "old" }),
    ).toMatchObject({ status: 200, body: { name: "new" } });
    expect(server.requests.map(({ authorization }) => authorization)).toEqual([
      `token ${token}`,
      `token ${token}`,
    ]);
  });

  it("is not sent to another host, by a redirect or the link to a next page", async () => {
    const elsewhere = "http://thief.example/user";
    answerInOrder([302, {}, { location: elsewhere }]);
    expect(await catchError(client().ask("GET /user"))).toMatchObject({ kind: "redirect" });
    answerInOrder([200, [], { link: `<${elsewhere}>; rel="next"` }]);
    const asking = client().askAll("GET /user/repos");
    expect(await catchError(asking)).toMatchObject({ kind: "redirect" });
  });

  it("is in no answer or error, even if the server returns it", async () => {
    const warn = jest.spyOn(console, "warn");
    const failed = jest.spyOn(console, "error");
    answerInOrder([404, { message: `no ${token}` }, { deprecation: "true", sunset: "now" }]);
    expect(await client().ask("GET /user")).toMatchObject({ refusal: { text: "no [secret]" } });
    expect(warn).not.toHaveBeenCalled();
    expect(failed).not.toHaveBeenCalled();
    jest.restoreAllMocks();
  });
});

describe("a list", () => {
  it("is read from all of its pages", async () => {
    server.handle = (request, response) => {
      const page = Number(new URL(request.url ?? "", "http://x").searchParams.get("page") ?? 1);
      const next = `<http://${server.host}/things?page=${page + 1}>; rel="next"`;
      answer(response, 200, `[${page}]`, { ...json, ...(page < 3 ? { link: next } : {}) });
    };
    expect((await client().askAll("GET /things")).items).toEqual([1, 2, 3]);
  });

  it("that never ends is rejected", async () => {
    answerInOrder([200, [1], { link: `<http://${server.host}/things>; rel="next"` }]);
    expect(await catchError(client().askAll("GET /things"))).toMatchObject({
      kind: "invalid response",
    });
    expect(server.requests.length).toBeLessThan(105);
  });

  it("may be inside an object with its count", async () => {
    answerInOrder([200, { total_count: 2, secrets: [1, 2] }]);
    expect((await client().askAll("GET /things")).items).toEqual([1, 2]);
  });

  it.each([{ total_count: 1 }, { total_count: 1, x: 1, y: [] }, { items: [1] }, "", 17])(
    "is not %j",
    async (body) => {
      answerInOrder([200, body]);
      expect(await catchError(client().askAll("GET /things"))).toMatchObject({
        kind: "invalid response",
      });
    },
  );

  it("that is refused with 409 is not empty", async () => {
    answerInOrder([409, { message: "Git Repository is empty." }]);
    expect(await client().askAll("GET /things")).toMatchObject({ status: 409, items: [] });
  });

  it("is refused if any page is", async () => {
    answerInOrder(
      [200, [1], { link: `<http://${server.host}/x>; rel="next"` }],
      [403, { message: "no" }],
    );
    expect(await client().askAll("GET /things")).toMatchObject({
      status: 403,
      refusal: { text: "no" },
    });
  });
});
