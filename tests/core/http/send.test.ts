import { gzipSync } from "node:zlib";
import type { ServerResponse } from "node:http";
import { createServer as createNetServer, type AddressInfo, type Server } from "node:net";
import { HttpFailure } from "../../../core/http/failure";
import { send, type HttpAnswer, type HttpOptions, type HttpRequest } from "../../../core/http/send";
import { answer, fakeRegistryForEachTest, reply } from "../registry/fakeRegistry";

const server = fakeRegistryForEachTest();

const quick: HttpOptions = { retryMilliseconds: 1 };

function ask(options: HttpOptions = {}, request: Partial<HttpRequest> = {}): Promise<HttpAnswer> {
  const url = new URL(`http://${server.host}/x`);
  return send({ method: "GET", url, ...request }, { ...quick, ...options });
}

async function catchFailure(asking: Promise<HttpAnswer>): Promise<HttpFailure> {
  const error: unknown = await asking.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(HttpFailure);
  return error as HttpFailure;
}

/** How long something took, in milliseconds. */
async function measure<Result>(asking: Promise<Result>): Promise<[Result, number]> {
  const start = performance.now();
  return [await asking, performance.now() - start];
}

/** Answers the first with one status, and what comes later with 200. */
function answerFirst(status: number, headers: Record<string, string> = {}): void {
  server.handle = (_request, response) => {
    if (server.requests.length === 1) answer(response, status, "first", headers);
    else answer(response, 200, "later");
  };
}

describe("an answer", () => {
  it("comes with its status, headers and bytes, without requesting compression", async () => {
    let accepted: unknown;
    server.handle = ({ headers }, response) => {
      accepted = headers["accept-encoding"];
      answer(response, 418, "tea", { "X-Pot": "1" });
    };
    const { status, headers, body } = await ask();
    expect([status, headers["x-pot"], body.toString()]).toEqual([418, "1", "tea"]);
    expect(accepted).toBe("identity");
  });

  it("that is compressed without request is not decompressed", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    server.handle = reply(200, bomb, { "content-encoding": "gzip" });
    expect(await catchFailure(ask())).toMatchObject({ kind: "invalid response" });
    server.handle = reply(403, bomb.subarray(0, 1000), { "content-encoding": "gzip" });
    expect(await ask()).toMatchObject({ status: 403, body: Buffer.from("(a compressed text)") });
  });

  it("that is too large is abandoned at the limit", async () => {
    let written = 0;
    const endless = (response: ServerResponse): void => {
      const chunk = Buffer.alloc(64 * 1024, "x");
      const more = (): void => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length;
      };
      response.on("drain", more);
      more();
    };
    server.handle = (_request, response) => {
      endless(response.writeHead(200));
    };
    const failure = await catchFailure(ask({ maxBodyBytes: 1024 * 1024 }));
    expect(failure.message).toBe(`${server.host}: the response is larger than 1048576 bytes`);
    server.handle = (_request, response) => {
      endless(response.writeHead(403));
    };
    expect((await ask()).body).toHaveLength(64 * 1024);
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  it("with endless headers is rejected", async () => {
    server.handle = reply(200, "", { "x-long": "x".repeat(64 * 1024) });
    expect(await catchFailure(ask())).toMatchObject({ kind: "invalid response" });
  });

  it("with a redirect is not followed", async () => {
    server.handle = (_request, response) => {
      answer(response, 302, "", { location: `http://${server.host}/y` });
    };
    expect(await ask()).toMatchObject({ status: 302 });
    expect(server.requests).toHaveLength(1);
  });
});

describe("time", () => {
  it.each([
    ["no answer", { idleMilliseconds: 100 }, (): void => undefined, "no answer in time"],
    [
      "an answer that stops on its way",
      { idleMilliseconds: 100 },
      (response: ServerResponse): void => {
        response.writeHead(200).write("x");
      },
      "the response stopped before its end",
    ],
    [
      "a slow drip",
      { timeoutMilliseconds: 400 },
      (response: ServerResponse): void => {
        response.writeHead(200);
        const drip = setInterval(() => response.write("x"), 20);
        response.on("close", () => {
          clearInterval(drip);
        });
      },
      "no complete response within 0.4 s",
    ],
  ])(
    "is up for %s",
    async (_what, options, play, why) => {
      server.handle = (_request, response) => {
        play(response);
      };
      const failure = await catchFailure(ask(options));
      expect(failure).toMatchObject({ kind: "timeout" });
      expect(failure.message).toContain(why);
      expect(server.requests).toHaveLength(1);
    },
    // The default limits are longer.
    15_000,
  );

  it("for all retries is limited too", async () => {
    server.handle = reply(503, "busy", { "retry-after": "1" });
    // A second try would come after the end.
    expect(await ask({ timeoutMilliseconds: 500 })).toMatchObject({ status: 503 });
    expect(server.requests).toHaveLength(1);
  });
});

describe("a retry", () => {
  it.each([429, 502, 503, 504])("is made after %s", async (status) => {
    answerFirst(status);
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it.each([400, 401, 403, 404, 405, 500, 501])("is not made after %s", async (status) => {
    answerFirst(status);
    expect(await ask()).toMatchObject({ status });
  });

  it("is made after a broken connection, and finally fails", async () => {
    server.handle = (request) => request.socket.destroy();
    expect(await catchFailure(ask())).toMatchObject({ kind: "reset" });
    expect(server.requests).toHaveLength(3);
  });

  it("is not made for a POST that may have been carried out, unless it is repeatable", async () => {
    answerFirst(503);
    expect(await ask({}, { method: "POST" })).toMatchObject({ status: 503 });
    server.handle = (request) => request.socket.destroy();
    await catchFailure(ask({}, { method: "POST" }));
    expect(server.requests).toHaveLength(2);
    await catchFailure(ask({}, { method: "POST", isRepeatable: true }));
    expect(server.requests).toHaveLength(5);
  });

  it("waits as the server requests, up to a limit", async () => {
    answerFirst(429, { "retry-after": "1" });
    const [{ status }, milliseconds] = await measure(ask());
    expect(status).toBe(200);
    expect(milliseconds).toBeGreaterThan(900);
    answerFirst(429, { "retry-after": "30" });
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it("is not made if the server requests too long a wait", async () => {
    answerFirst(429, { "retry-after": "21" });
    expect(await ask()).toMatchObject({ status: 429 });
    expect(server.requests).toHaveLength(1);
  });
});

describe("what is not HTTP", () => {
  let raw: Server;
  let response: string | Buffer;

  beforeEach(async () => {
    raw = createNetServer((socket) => {
      socket.on("error", () => undefined).once("data", () => socket.end(response));
    });
    await new Promise<void>((resolve) => raw.listen(0, "127.0.0.1", resolve));
  });

  afterEach(async () => {
    await new Promise((resolve) => raw.close(resolve));
  });

  it.each([
    ["another protocol", "SSH-2.0-OpenSSH_9.2\r\n", "invalid response"],
    [
      "a status that does not exist",
      "HTTP/1.1 999 What\r\ncontent-length: 0\r\n\r\n",
      "invalid response",
    ],
    [
      "a body shorter than its header states",
      "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx",
      "reset",
    ],
    ["nothing", "", "reset"],
  ])("is rejected: %s", async (_what, text, kind) => {
    response = text;
    const { port } = raw.address() as AddressInfo;
    const url = new URL(`http://127.0.0.1:${port}/`);
    expect(await catchFailure(ask({}, { url }))).toMatchObject({ kind });
  });
});
