import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { loadIdentity, writeCertificateFiles } from "../../sandbox/server/certificates";
import { Front } from "../../sandbox/server/front";
import { callerOrigin, readBody } from "../../sandbox/server/http";
import { listenOnSavedPort } from "../../sandbox/server/port";
import { temporaryFolders } from "../temporaryFolders";

const temporaryFolder = temporaryFolders();
let directory: string;
const fronts: Front[] = [];

beforeEach(() => {
  directory = temporaryFolder();
});

afterEach(async () => {
  for (const front of fronts.splice(0)) await front.close();
});

function createFront(): Front {
  const front = new Front(async (request, response) => {
    const body = await readBody(request, 100_000_000);
    response.end(`${callerOrigin(request)} ${body.length}`);
  });
  fronts.push(front);
  return front;
}

function request(url: string, body: Buffer, ca?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const done = (response: IncomingMessage): void => {
      response.setEncoding("utf8").on("data", resolve);
    };
    const options = { method: "POST", agent: false };
    const outgoing =
      ca === undefined
        ? plainRequest(url, options, done)
        : secureRequest(url, { ...options, ca }, done);
    outgoing.once("error", reject).end(body);
  });
}

describe("one port", () => {
  it("answers TLS and plain HTTP under every name of this machine, for its authority", async () => {
    const front = createFront();
    const { key, certificate, authority } = await loadIdentity(directory);
    front.useCertificate({ key, cert: certificate });
    const port = await front.listen(0);
    const large = Buffer.alloc(5_000_000, 1);
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`]) {
      expect(await request(`http://${host}/`, large)).toBe(`http://${host} 5000000`);
      expect(await request(`https://${host}/`, large, authority)).toBe(`https://${host} 5000000`);
    }
    const { authority: other } = await loadIdentity(temporaryFolder());
    await expect(request(`https://localhost:${port}/`, Buffer.of(), other)).rejects.toThrow();
  });

  it("closes while idle connections are open", async () => {
    const front = createFront();
    const socket = connect(await front.listen(0), "127.0.0.1");
    await new Promise((resolve) => socket.once("connect", resolve));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => undefined);
    await front.close();
    await closed;
  });
});

describe("certificates", () => {
  it("stay the same from start to start, the key private", async () => {
    const first = await loadIdentity(directory);
    expect(await loadIdentity(directory)).toEqual(first);
    expect((await stat(join(directory, "identity.json"))).mode & 0o777).toBe(0o600);
  });

  it("extend the bundle that is set already, and not with each start", async () => {
    const mine = join(directory, "mine.pem");
    await writeFile(mine, "MINE\n");
    const besides = join(directory, "besides.pem");
    await writeFile(besides, "BESIDES\n");
    const before = { ...process.env };
    try {
      process.env.SSL_CERT_FILE = mine;
      process.env.NODE_EXTRA_CA_CERTS = besides;
      const identity = await loadIdentity(directory);
      const { bundleFile, authorityFile } = await writeCertificateFiles(directory, identity);
      expect(await readFile(bundleFile, "utf8")).toBe(`MINE\nBESIDES\n${identity.authority}`);
      expect(await readFile(authorityFile, "utf8")).toBe(identity.authority);
      process.env.SSL_CERT_FILE = bundleFile;
      process.env.NODE_EXTRA_CA_CERTS = bundleFile;
      await writeCertificateFiles(directory, identity);
      const again = await readFile(bundleFile, "utf8");
      expect(again.split(identity.authority)).toHaveLength(2);
    } finally {
      process.env = before;
    }
  });
});

describe("the port", () => {
  it("is kept from start to start", async () => {
    const first = createFront();
    const port = await listenOnSavedPort(directory, first, "key");
    await first.close();
    expect(await listenOnSavedPort(directory, createFront(), "key")).toBe(port);
  });

  it("is another one, reported in one line, when another program uses it", async () => {
    const first = createFront();
    const port = await listenOnSavedPort(directory, first, "key");
    await first.close();
    await createFront().listen(port);
    const consoleError = jest.spyOn(console, "error").mockImplementation(() => undefined);
    const next = createFront();
    const other = await listenOnSavedPort(directory, next, "key");
    expect(other).not.toBe(port);
    expect(consoleError.mock.calls).toHaveLength(1);
    expect(consoleError.mock.calls[0]?.[0]).toContain(`port ${port} is in use by another program`);
    consoleError.mockRestore();
    await next.close();
    expect(await listenOnSavedPort(directory, createFront(), "key")).toBe(other);
  });
});
