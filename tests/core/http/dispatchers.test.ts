import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer as createHttpServer, type Server } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createDispatchers } from "../../../core/http/dispatcher";
import { HttpFailure } from "../../../core/http/failure";
import { isLoopback, registryOrigin, sameOrigin } from "../../../core/http/origin";
import { send } from "../../../core/http/send";
import { createIdentity } from "../../../sandbox/server/issue";
import { temporaryFolders } from "../../temporaryFolders";
import { startFakeRegistry, reply } from "../registry/fakeRegistry";

const temporaryFolder = temporaryFolders();

describe("this machine", () => {
  it.each(["localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "[::1]"])("is %s", (host) => {
    expect(isLoopback(host)).toBe(true);
    expect(registryOrigin(`${host}:5000`)).toBe(`http://${host}:5000`);
  });

  it.each([
    "ghcr.io",
    "localhost.example",
    "127.0.0.1.example",
    "127.evil",
    "x@localhost",
    "[::2]",
  ])("is not %s", (host) => {
    expect(isLoopback(host)).toBe(false);
    expect(registryOrigin(host)).toBe(`https://${host}`);
  });

  it("is the only host that is reached without TLS", async () => {
    const asking = send({ method: "GET", url: new URL("http://ghcr.example/") });
    await expect(asking).rejects.toMatchObject({ kind: "not sent" });
  });
});

it.each([
  ["/b?c=1", "https://a.example/b?c=1"],
  ["https://a.example:443/b", "https://a.example/b"],
  ["http://a.example/b", undefined],
  ["//b.example/b", undefined],
  ["https://user:word@a.example/", undefined],
  ["https://", undefined],
])("an address '%s' leads to %s", (address, expected) => {
  expect(sameOrigin(address, new URL("https://a.example/x"))?.href).toBe(expected);
});

describe("a proxy", () => {
  let proxy: Server;
  let connected: string[];
  let address: string;

  beforeEach(async () => {
    connected = [];
    proxy = createHttpServer((request, response) => {
      connected.push(`plain ${request.url ?? ""}`);
      response.writeHead(502).end();
    });
    proxy.on("connect", (request, socket) => {
      connected.push(request.url ?? "");
      socket.end("HTTP/1.1 418 Tea\r\n\r\n");
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    address = `http://somebody:exampleword@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });

  const failureOf = async (url: string, environment: Record<string, string>): Promise<string> => {
    const dispatchers = createDispatchers({ environment, connectMilliseconds: 2000 });
    const options = { dispatchers, retries: 0, timeoutMilliseconds: 3000 };
    const error: unknown = await send({ method: "GET", url: new URL(url) }, options).then(
      ({ status }) => status,
      (reason: unknown) => reason,
    );
    await dispatchers.close();
    const output = `${String(error)} ${JSON.stringify(error)} ${(error as Error).stack ?? ""}`;
    expect(output).not.toContain("exampleword");
    return error instanceof HttpFailure ? error.message : String(error);
  };

  it.each(["HTTPS_PROXY", "https_proxy"])("is taken from %s", async (name) => {
    expect(await failureOf("https://ghcr.invalid/v2/", { [name]: address })).toBe(
      "ghcr.invalid: the proxy answered 418",
    );
    expect(connected).toEqual(["ghcr.invalid:443"]);
  });

  it.each<Record<string, string>>([
    { NO_PROXY: "ghcr.invalid" },
    { no_proxy: ".invalid" },
    { NO_PROXY: "other, *" },
    { NO_PROXY: "*" },
    { HTTPS_PROXY: "", https_proxy: "" },
  ])("is left out with %j", async (more) => {
    const isStar = more.NO_PROXY === "other, *";
    await failureOf("https://ghcr.invalid/v2/", { HTTPS_PROXY: address, ...more });
    // A star means all hosts only if it is the complete value, as in Go and curl.
    expect(connected).toEqual(isStar ? ["ghcr.invalid:443"] : []);
  });

  it("is never used for this machine", async () => {
    const server = await startFakeRegistry();
    server.handle = reply(200, "");
    const environment = { HTTP_PROXY: address, HTTPS_PROXY: address };
    expect(await failureOf(`http://${server.host}/`, environment)).toBe("200");
    await server.close();
    expect(connected).toEqual([]);
  });

  it("with an invalid address is named by its variable, without the address", async () => {
    expect(
      await failureOf("https://ghcr.invalid/", { HTTPS_PROXY: "exampleword:exampleword" }),
    ).toMatch(/^ghcr.invalid: HTTPS_PROXY or HTTP_PROXY is not a proxy address/);
  });
});

it("a certificate is always verified, and NODE_EXTRA_CA_CERTS adds authorities", async () => {
  const identity = await createIdentity();
  const server = createServer(
    { cert: identity.certificate, key: identity.key },
    (_ask, response) => {
      response.end("hello");
    },
  );
  try {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const authority = join(temporaryFolder(), "authority.pem");
    writeFileSync(authority, identity.authority);
    const { port } = server.address() as AddressInfo;
    const run = (environment: Record<string, string>): Promise<string> =>
      askInChild(`https://localhost:${port}/`, environment);
    expect(await run({ NODE_EXTRA_CA_CERTS: authority })).toBe("200");
    expect(await run({ NODE_TLS_REJECT_UNAUTHORIZED: "0" })).toContain("no trusted TLS connection");
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}, 60_000);

/** Node reads these variables when it starts. */
function askInChild(url: string, environment: Record<string, string>): Promise<string> {
  const script = `
    require("tsx/cjs/api").register();
    const { send } = require("./core/http/send.ts");
    send({ method: "GET", url: new URL(process.argv[1]) }, { retries: 0 }).then(
      ({ status }) => console.log(status),
      ({ message }) => console.log(message),
    );`;
  const { PATH = "" } = process.env;
  const options = {
    env: { PATH, ...environment },
    timeout: 50_000,
    cwd: join(__dirname, "../../.."),
  };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ["-e", script, url], options, (error, out) => {
      if (error === null) resolve(out.trim());
      else reject(new Error(error.message));
    });
  });
}
