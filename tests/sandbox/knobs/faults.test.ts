import { request as secureRequest } from "node:https";
import { connect } from "node:net";

import { ADMINISTRATOR_TOKEN } from "../../../sandbox/seed";
import { loadIdentity } from "../../../sandbox/server/certificates";
import { githubForEachTest, temporaryFolder, waitUntil } from "../world";

const github = githubForEachTest();

async function injectFault(order: unknown): Promise<number> {
  const { status, body } = await github.control("POST", "faults", order);
  expect({ status, body }).toMatchObject({ status: 201 });
  return Number(body.id);
}

/** The response's status, or the system's error code of a failed request. */
async function request(method: string, path: string, body?: unknown): Promise<unknown> {
  try {
    return (await github.ask(method, path, { body })).status;
  } catch (error) {
    return ((error as Error).cause as { code?: string } | undefined)?.code ?? String(error);
  }
}

describe("which request fails", () => {
  it.each([
    ["the next one", {}, [503, 200, 200, 200]],
    ["the nth", { nth: 3 }, [200, 200, 503, 200]],
    ["the next n", { times: 2 }, [503, 503, 200, 200]],
    ["n from the nth", { nth: 2, times: 2 }, [200, 503, 503, 200]],
    ["all from the nth", { nth: 2, times: "all" }, [200, 503, 503, 503]],
  ])("is %s", async (_what, which, expected) => {
    await injectFault({ ...which, fault: { type: "answer", status: 503 } });
    const got: unknown[] = [];
    for (let count = 0; count < 4; count += 1) got.push(await request("GET", "/user"));
    expect(got).toEqual(expected);
  });

  it.each([
    [{ method: "GET" }, true],
    [{ method: "get" }, true],
    [{ method: "PUT" }, false],
    [{ kind: "github" }, true],
    [{ kind: "registry" }, false],
    [{ path: "/user/packages" }, true],
    [{ path: "/user/*" }, true],
    [{ path: "/**" }, true],
    [{ path: "/user" }, false],
    [{ path: "/*" }, false],
    [{ path: "/user/package." }, false],
    [{ path: "/user/*", method: "PUT" }, false],
    [{ authorization: "Bearer" }, true],
    [{ authorization: "basic" }, false],
  ])("is one that %j matches: %s", async (match, is) => {
    await injectFault({ match, fault: { type: "answer", status: 503 } });
    expect(await request("GET", "/api/v3/user/packages?package_type=container")).toBe(
      is ? 503 : 200,
    );
  });

  it("is counted by each fault separately, and reported", async () => {
    const first = await injectFault({ nth: 2, fault: { type: "answer", status: 502 } });
    const second = await injectFault({ nth: 1, times: 2, fault: { type: "answer", status: 503 } });
    expect(await request("GET", "/user")).toBe(503);
    expect(await request("GET", "/user")).toBe(502);
    expect((await github.control("GET", "faults")).body).toMatchObject([
      { id: first, seen: 2, struck: 1 },
      { id: second, seen: 2, struck: 1 },
    ]);
    expect((await github.control("DELETE", `faults/${first}`)).status).toBe(204);
    expect((await github.control("DELETE", `faults/${first}`)).status).toBe(404);
    expect((await github.control("DELETE", "faults")).status).toBe(204);
    expect((await github.control("GET", "faults")).body).toEqual([]);
  });
});

describe("what goes wrong", () => {
  it("is a response with its status, headers and body, without serving the request", async () => {
    const headers = { "Retry-After": "7", "Content-Type": "application/problem+json" };
    const fault = { type: "answer", status: 502, headers, body: { message: "Server Error" } };
    const id = await injectFault({ fault });
    const reply = await github.ask("POST", "/user/repos", { body: { name: "one" } });
    expect([reply.status, reply.body]).toEqual([502, { message: "Server Error" }]);
    expect(reply.headers.get("retry-after")).toBe("7");
    expect(reply.headers.get("content-type")).toBe("application/problem+json");
    expect(github.store.world.repositories).toEqual([]);
    expect(await github.waitForEntries(1)).toMatchObject([
      { fault: id, status: 502, operation: null },
    ]);
  });

  it.each([
    [{ type: "answer", status: 502 }, 502, 502],
    [{ type: "reset" }, "ECONNRESET", 0],
    [{ type: "hang", milliseconds: 5 }, "ECONNRESET", 0],
  ])("is %j after the request was carried out", async (fault, got, status) => {
    const id = await injectFault({ fault: { ...fault, carriedOut: true } });
    expect(await request("POST", "/user/repos", { name: "one" })).toBe(got);
    expect(github.store.world.repositories).toMatchObject([{ name: "one" }]);
    expect(await github.waitForEntries(1)).toMatchObject([
      { fault: id, status, operation: "repos/create-for-authenticated-user" },
    ]);
  });

  it.each([{ type: "reset" }, { type: "hang", milliseconds: 5 }])(
    "is %j before anything was done",
    async (fault) => {
      await injectFault({ fault });
      expect(await request("POST", "/user/repos", { name: "one" })).toBe("ECONNRESET");
      expect(github.store.world.repositories).toEqual([]);
      expect(await github.waitForEntries(1)).toMatchObject([{ status: 0, operation: null }]);
      expect(await request("GET", "/user")).toBe(200);
    },
  );

  it("is no response until the client disconnects", async () => {
    await injectFault({ fault: { type: "hang" } });
    const controller = new AbortController();
    let answered = false;
    const hanging = fetch(`${github.origin}/user`, { signal: controller.signal }).finally(() => {
      answered = true;
    });
    await waitUntil(() => github.knobs.faults.read()[0]?.struck === 1);
    // Other requests are answered meanwhile.
    expect(await request("GET", "/user")).toBe(200);
    expect(answered).toBe(false);
    controller.abort();
    await expect(hanging).rejects.toThrow("aborted");
    expect(await github.waitForEntries(2)).toMatchObject([{ status: 200 }, { status: 0 }]);
  });

  it("is a reset below TLS as well", async () => {
    const folder = await temporaryFolder();
    const { key, certificate, authority } = await loadIdentity(folder);
    github.front.useCertificate({ key, cert: certificate });
    await injectFault({ fault: { type: "reset" } });
    const code = await new Promise((resolve, reject) => {
      const url = github.origin.replace("http:", "https:");
      secureRequest(url, { ca: authority, agent: false }, reject)
        .once("error", ({ code }: NodeJS.ErrnoException) => {
          resolve(code);
        })
        .end();
    });
    expect(code).toBe("ECONNRESET");
  });

  it("is the real response, later or slowly", async () => {
    await injectFault({ fault: { type: "delay", milliseconds: 40 } });
    expect((await github.ask("GET", "/user")).body.login).toBe("F1bonacci66");
    await injectFault({ fault: { type: "drip", bytesPerSecond: 20_000 } });
    const { status, body } = await github.ask("GET", "/user");
    expect([status, body.login]).toEqual([200, "F1bonacci66"]);
    const [late, slow] = await github.waitForEntries(2);
    expect(late?.durationMilliseconds).toBeGreaterThan(38);
    // Head and body are more than 2000 bytes, and the first 2000 take a tenth of a second.
    expect(slow?.durationMilliseconds).toBeGreaterThan(98);
    expect(slow).toMatchObject({ status: 200, operation: "users/get-authenticated" });
  });

  it("is a response that ends too early", async () => {
    await injectFault({ fault: { type: "cut-answer", bytes: 10 } });
    const headers = { Authorization: `Bearer ${ADMINISTRATOR_TOKEN}` };
    const answer = await fetch(`${github.origin}/user`, { headers });
    expect(Number(answer.headers.get("content-length"))).toBeGreaterThan(1000);
    const chunks: Buffer[] = [];
    const read = async (): Promise<void> => {
      const body = answer.body as unknown as AsyncIterable<Buffer>;
      for await (const chunk of body) chunks.push(chunk);
    };
    await expect(read()).rejects.toThrow("terminated");
    expect(Buffer.concat(chunks).toString()).toBe('{"login":"');
  });

  it.each([0, 10, 1_000_000])(
    "is an upload cut after %d bytes, which changes nothing",
    async (bytes) => {
      await injectFault({ fault: { type: "cut-upload", bytes } });
      const body = { name: "one", description: "x".repeat(100_000) };
      expect(await request("POST", "/user/repos", body)).toMatch(/^(ECONNRESET|EPIPE)$/);
      expect(github.store.world.repositories).toEqual([]);
      expect(await github.waitForEntries(1)).toMatchObject([{ status: 0 }]);
      expect(await request("POST", "/user/repos", body)).toBe(201);
    },
  );
});

describe("latency", () => {
  it("delays each response by at least the minimum, and at most the spread more", async () => {
    const latency = { github: { milliseconds: 30, spread: 10 } };
    const set = await github.control("PUT", "latency", latency);
    const none = { milliseconds: 0, spread: 0 };
    expect(set.body).toEqual({ ...latency, registry: none, source: none });
    await Promise.all([github.ask("GET", "/user"), github.ask("GET", "/user")]);
    for (const { durationMilliseconds } of await github.waitForEntries(2)) {
      expect(durationMilliseconds).toBeGreaterThan(28);
    }
  });

  it("does not serve a request whose client has disconnected", async () => {
    await github.control("PUT", "latency", { github: { milliseconds: 60 } });
    const { hostname, port } = new URL(github.origin);
    const body = JSON.stringify({ name: "one" });
    const client = connect(Number(port), hostname);
    client.write(
      [
        ...["POST /user/repos HTTP/1.1", "Host: localhost", `Content-Length: ${body.length}`],
        ...[`Authorization: Bearer ${ADMINISTRATOR_TOKEN}`, "", body],
      ].join("\r\n"),
      () => client.destroy(),
    );
    await github.waitForEntries(1);
    await github.ask("GET", "/user");
    expect(github.store.world.repositories).toEqual([]);
  });
});
