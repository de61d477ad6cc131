import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN } from "../../../sandbox/seed";
import { addToken } from "../people";
import { githubForEachTest, type Reply } from "../world";

const PAGE = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api";
const SECONDARY = `${PAGE}#about-secondary-rate-limits`;

const github = githubForEachTest();

function readRateHeaders({ headers }: Reply): Record<string, number> {
  return Object.fromEntries(
    ["limit", "used", "remaining", "reset"].map((name) => [
      name,
      Number(headers.get(`x-ratelimit-${name}`)),
    ]),
  );
}

function setLimits(limits: object): Promise<Reply> {
  return github.control("PUT", "limits", limits);
}

async function advance(seconds: number): Promise<void> {
  expect((await github.control("POST", "clock", { advanceSeconds: seconds })).status).toBe(200);
}

describe("the limits", () => {
  it("are off at first, then as set, with `true` for GitHub's number", async () => {
    const numbers = {
      requestsPerHour: 5000,
      anonymousRequestsPerHour: 60,
      workflowRequestsPerHour: 1000,
      concurrent: 100,
      pointsPerMinute: 900,
      creationsPerMinute: 80,
      creationsPerHour: 500,
    };
    const setAll = (value: unknown): object =>
      Object.fromEntries(Object.keys(numbers).map((name) => [name, value]));
    const off = { ...setAll(null), status: 403 };
    expect((await github.control("GET", "limits")).body).toEqual(off);
    expect((await setLimits(setAll(true))).body).toEqual({ ...numbers, status: 403 });
    const some = { concurrent: 2, status: 429 };
    expect((await setLimits(some)).body).toEqual({ ...off, ...some });
    await github.control("DELETE", "knobs");
    expect((await github.control("GET", "limits")).body).toEqual(off);
  });
});

describe("the hour's requests", () => {
  it.each([403, 429])(
    "are refused with %s when used up, until the hour is over",
    async (status) => {
      await setLimits({ requestsPerHour: 2, status });
      expect(readRateHeaders(await github.ask("GET", "/user"))).toMatchObject({
        limit: 2,
        used: 1,
        remaining: 1,
      });
      const last = await github.ask("GET", "/user");
      expect(readRateHeaders(last)).toMatchObject({ used: 2, remaining: 0 });
      const refused = await github.ask("GET", "/user");
      expect(refused.status).toBe(status);
      expect(refused.body).toEqual({
        message: expect.stringMatching(
          /^API rate limit exceeded for user ID 66\. If you reach out to GitHub Support for help, please include the request ID [0-9A-F]{16} and timestamp \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.$/,
        ) as string,
        documentation_url: PAGE,
        status: String(status),
      });
      expect(refused.body.message).toContain(refused.headers.get("x-github-request-id"));
      expect(readRateHeaders(refused)).toEqual(readRateHeaders(last));
      expect(refused.headers.get("retry-after")).toBeNull();
      const wait = (readRateHeaders(refused).reset ?? 0) - Date.now() / 1000;
      expect(wait).toBeGreaterThan(3590);
      await advance(3601);
      const next = await github.ask("GET", "/user");
      expect([next.status, readRateHeaders(next).remaining]).toEqual([200, 1]);
      const ahead = Date.parse(next.headers.get("date") ?? "") - Date.now();
      expect(ahead).toBeGreaterThan(3_590_000);
    },
  );

  it("are shared by all tokens of a user; workflows and anonymous callers have their own", async () => {
    await setLimits({
      requestsPerHour: 1,
      anonymousRequestsPerHour: 1,
      workflowRequestsPerHour: 5,
    });
    const workflow = addToken(github.store.world, "ghs_workflow", {
      kind: "actions",
      repositoryId: 7,
      permissions: { contents: "read" },
    });
    expect((await github.ask("GET", "/user")).status).toBe(200);
    expect((await github.ask("GET", "/user", { token: PUBLISHER_TOKEN })).status).toBe(403);
    const other = await github.ask("GET", "/users/Leonardo", { token: workflow });
    expect([other.status, readRateHeaders(other).limit]).toEqual([200, 5]);
    expect((await github.ask("GET", "/users/Leonardo", { token: null })).status).toBe(200);
    const { status, body } = await github.ask("GET", "/users/Leonardo", { token: null });
    expect(status).toBe(403);
    expect(body.message).toMatch(
      /^API rate limit exceeded for [0-9a-f.:]+\. \(But here's the good news: Authenticated requests get a higher rate limit\. Check out the documentation for more details\.\)$/,
    );
  });

  it("are reported by GET /rate_limit, which is free, even when none remain", async () => {
    await setLimits({ requestsPerHour: 1 });
    const core = { limit: 1, used: 0, remaining: 1 };
    expect((await github.ask("GET", "/rate_limit")).body).toMatchObject({
      resources: { core, search: { limit: 30, remaining: 30 } },
      rate: core,
    });
    await github.ask("GET", "/user");
    const { status, body } = await github.ask("GET", "/rate_limit");
    expect([status, body.rate]).toMatchObject([200, { used: 1, remaining: 0 }]);
  });

  it("are not spent on unchanged responses to authenticated requests", async () => {
    const first = await github.ask("GET", "/user");
    const headers = { "If-None-Match": first.headers.get("etag") ?? "" };
    const again = await github.ask("GET", "/user", { headers });
    expect([again.status, readRateHeaders(again).used]).toEqual([304, 1]);
    const open = await github.ask("GET", "/users/Leonardo", { token: null });
    const tag = { "If-None-Match": open.headers.get("etag") ?? "" };
    const same = await github.ask("GET", "/users/Leonardo", { token: null, headers: tag });
    expect([same.status, readRateHeaders(same).used]).toEqual([304, 2]);
  });

  it("never look exhausted while the limit is off", async () => {
    for (let count = 0; count < 60; count += 1) {
      await github.ask("GET", "/users/Leonardo", { token: null });
    }
    const next = await github.ask("GET", "/users/Leonardo", { token: null });
    expect([next.status, readRateHeaders(next).remaining]).toEqual([200, 59]);
  });
});

describe("the secondary limits", () => {
  it("count a write as five reads, and reset after a minute", async () => {
    await setLimits({ pointsPerMinute: 7 });
    expect((await github.ask("POST", "/user/repos", { body: { name: "one" } })).status).toBe(201);
    expect((await github.ask("POST", "/user/repos", { body: { name: "two" } })).status).toBe(403);
    expect((await github.ask("GET", "/user")).status).toBe(200);
    expect((await github.ask("GET", "/user")).status).toBe(200);
    const refused = await github.ask("GET", "/user");
    expect(refused.body).toEqual({
      message: expect.stringMatching(
        /^You have exceeded a secondary rate limit\. Please wait a few minutes before you try again\. If you reach out/,
      ) as string,
      documentation_url: SECONDARY,
      status: "403",
    });
    const wait = Number(refused.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(60);
    // A refused request does not count toward the hour's limit.
    expect(readRateHeaders(refused)).toMatchObject({ limit: 5000, used: 3 });
    await advance(wait);
    expect((await github.ask("GET", "/user")).status).toBe(200);
    expect((await github.ask("GET", "/repos/F1bonacci66/two")).status).toBe(404);
  });

  it.each([
    ["creationsPerMinute", 60],
    ["creationsPerHour", 3600],
  ])("hold creations to %s", async (name, seconds) => {
    await setLimits({ [name]: 1, status: 429 });
    expect((await github.ask("POST", "/user/repos", { body: { name: "one" } })).status).toBe(201);
    const refused = await github.ask("POST", "/user/repos", { body: { name: "two" } });
    expect([refused.status, refused.body.documentation_url]).toEqual([429, SECONDARY]);
    expect(refused.body.message).toMatch(
      /^You have exceeded a secondary rate limit and have been temporarily blocked from content creation\. Please retry your request again later\./,
    );
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(seconds - 10);
    expect((await github.ask("GET", "/repos/F1bonacci66/one")).status).toBe(200);
    expect((await github.ask("DELETE", "/repos/F1bonacci66/one")).status).toBe(204);
    await advance(seconds);
    expect((await github.ask("POST", "/user/repos", { body: { name: "two" } })).status).toBe(201);
  });

  it("count concurrent requests for each user", async () => {
    await setLimits({ concurrent: 2 });
    await github.control("PUT", "latency", { github: { milliseconds: 600_000 } });
    const giveUp = new AbortController();
    const headers = { Authorization: `Bearer ${ADMINISTRATOR_TOKEN}` };
    const requests = ["1", "2", "3"].map((name) =>
      fetch(`${github.origin}/user?page=${name}`, { headers, signal: giveUp.signal }),
    );
    // Two requests wait longer than this test may take, so the first response is the third's.
    const refused = await Promise.race(requests);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ documentation_url: SECONDARY });
    expect(refused.headers.get("retry-after")).toBe("60");
    await github.control("PUT", "latency", {});
    expect((await github.ask("GET", "/users/Leonardo", { token: null })).status).toBe(200);
    giveUp.abort();
    await Promise.allSettled(requests);
    await github.waitForEntries(4);
    expect((await github.ask("GET", "/user")).status).toBe(200);
  });
});
