import { createConnection } from "node:net";
import { readFile, rm } from "node:fs/promises";

import type { JournalEntry } from "../../../sandbox";
import { SOURCE_PUBLISHER, startSandbox } from "../../../sandbox";
import { RegistryUser } from "../support/registryUser";
import { SourceImages } from "../support/sourceImages";
import type { Running } from "./running";
import { requireRegistryBinary, startRunning } from "./running";

const NAME = "library/postgres";
/** Without this header, the registry responds that an OCI manifest is unknown. */
const accept = "application/vnd.oci.image.manifest.v1+json";

let running: Running;
let address: string;
let images: SourceImages;

beforeEach(async () => {
  running = await startRunning();
  address = ((await sendControl("POST", "source")) as { address: string }).address;
  images = new SourceImages(address);
});

afterEach(async () => {
  await running.close();
});

async function sendControl(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await running.control(method, path, body);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

/** Requests a token as the challenge requires, and sends the request again. */
async function readFromSource(path: string, authorization?: string): Promise<Response> {
  const url = `http://${address}/v2/${path}`;
  const refused = await fetch(url);
  expect(refused.status).toBe(401);
  const challenge = refused.headers.get("www-authenticate") ?? "";
  const [, realm = "", service, scope = ""] =
    /^Bearer realm="([^"]+)",service="([^"]+)",scope="([^"]+)"$/.exec(challenge) ?? [];
  expect(service).toBe("source.sandbox");
  const headers = authorization === undefined ? undefined : { authorization };
  const answer = await fetch(`${realm}?service=${service ?? ""}&scope=${scope}`, { headers });
  if (!answer.ok) return answer;
  const { token } = (await answer.json()) as { token: string };
  return fetch(url, { headers: { accept, authorization: `Bearer ${token}` } });
}

function createBasicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

describe("a public repository", () => {
  it("can be read by everyone with an anonymous token", async () => {
    const { digest } = await images.pushImage(NAME, "16");
    const answer = await readFromSource(`${NAME}/manifests/16`);
    expect([answer.status, answer.headers.get("docker-content-digest")]).toEqual([200, digest]);
  });

  it("keeps its content unchanged", async () => {
    const user = new RegistryUser(address, null);
    const made = [
      await images.pushIndex(NAME, "oci"),
      await images.pushIndex(NAME, "docker", { format: "docker" }),
      await images.pushIndex(NAME, "attested", { isAttested: true }),
      await images.pushImage("a/b/c", "docker", { format: "docker", bytes: 100_000 }),
    ];
    const trees = [
      await user.readTree(NAME, "oci"),
      await user.readTree(NAME, "docker"),
      await user.readTree(NAME, "attested"),
      await user.readTree("a/b/c", "docker"),
    ];
    expect(trees.map(({ digest, mediaType }) => [digest, mediaType])).toEqual(
      made.map(({ digest, mediaType }) => [digest, mediaType]),
    );
    expect(trees.map(({ children }) => children.length)).toEqual([2, 2, 4, 0]);
    expect(trees.map(({ below }) => below.length)).toEqual([6, 6, 12, 2]);
  });

  it("cannot be pushed to with read access, nor read with another repository's token", async () => {
    await images.pushImage(NAME, "16");
    await images.pushImage("library/redis", "7");
    const url = `http://${address}/v2/${NAME}`;
    const response = await fetch(`http://${address}/token?scope=repository:library/redis:pull`);
    const { token } = (await response.json()) as { token: string };
    const headers = { authorization: `Bearer ${token}` };
    const other = await fetch(`${url}/manifests/16`, { headers });
    expect(other.status).toBe(401);
    expect(other.headers.get("www-authenticate")).toContain('error="insufficient_scope"');
    const push = await fetch(`${url}/blobs/uploads/`, { method: "POST", headers });
    expect(push.status).toBe(401);
  });
});

describe("a private repository", () => {
  const login = { username: "octocat", password: "samplePassword" };

  beforeEach(async () => {
    await images.pushImage(NAME, "16");
    await sendControl("PUT", `source-repositories/${NAME}`, { login });
  });

  it("looks like a missing one to those who cannot read it", async () => {
    const hidden = await readFromSource(`${NAME}/manifests/16`);
    const absent = await readFromSource("library/none/manifests/16");
    const body = { errors: [{ code: "UNAUTHORIZED", message: "authentication required" }] };
    for (const answer of [hidden, absent]) {
      expect([answer.status, await answer.json()]).toEqual([401, body]);
      expect(answer.headers.get("www-authenticate")).toContain('error="insufficient_scope"');
    }
    const { username, password } = login;
    const answer = await readFromSource(
      `${NAME}/manifests/16`,
      createBasicAuthorization(username, password),
    );
    expect(answer.status).toBe(200);
  });

  it("rejects a wrong password, in the token service's format", async () => {
    const answer = await readFromSource(
      `${NAME}/manifests/16`,
      createBasicAuthorization(login.username, "wrong"),
    );
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ details: "incorrect username or password" });
  });

  it("accepts the POST form that BuildKit sends, too", async () => {
    const form = { grant_type: "password", scope: `repository:${NAME}:pull`, ...login };
    const body = new URLSearchParams(form);
    const answer = await fetch(`http://${address}/token`, { method: "POST", body });
    const { access_token: bearer } = (await answer.json()) as { access_token: string };
    const headers = { accept, authorization: `Bearer ${bearer}` };
    const url = `http://${address}/v2/${NAME}/manifests/16`;
    expect((await fetch(url, { headers })).status).toBe(200);
    const journal = (await sendControl("GET", "journal?kind=source")) as JournalEntry[];
    expect(journal.at(-1)).toMatchObject({
      kind: "source",
      path: `/v2/${NAME}/manifests/16`,
      status: 200,
      account: "octocat",
    });
  });
});

describe("a manifest with a subject", () => {
  it("is found by its subject, and a signature by its tag", async () => {
    const subject = await images.pushImage(NAME, "16");
    const type = "application/vnd.dev.sigstore.bundle.v0.3+json";
    const { digest } = await images.pushReferrer(NAME, subject, type);
    const signature = await images.pushSignature(NAME, subject);
    const answer = await readFromSource(`${NAME}/referrers/${subject.digest}`);
    expect(await answer.json()).toMatchObject({ manifests: [{ digest, artifactType: type }] });
    const user = new RegistryUser(address, null);
    const tag = `${subject.digest.replace(":", "-")}.sig`;
    expect(await user.readDigest(NAME, tag)).toBe(signature.digest);
  });
});

describe("the control requests for the source", () => {
  it("limit pulls with Docker Hub's message, but not HEAD requests", async () => {
    await images.pushImage(NAME, "16");
    await sendControl("POST", "source-limits", { limit: "pulls", repository: NAME, times: 1 });
    const user = new RegistryUser(address, null);
    expect(await user.readDigest(NAME, "16")).toMatch(/^sha256:/);
    const limited = await user.request("GET", `${NAME}/manifests/16`);
    expect([limited.status, limited.headers.get("ratelimit-remaining")]).toEqual([
      429,
      "0;w=21600",
    ]);
    expect(await limited.json()).toMatchObject({
      errors: [
        {
          code: "TOOMANYREQUESTS",
          message: expect.stringContaining("unauthenticated pull rate limit") as string,
        },
      ],
    });
    expect((await user.request("GET", `${NAME}/manifests/16`)).status).toBe(200);
  });

  it("limit every request, with Retry-After", async () => {
    await sendControl("POST", "source-limits", { limit: "abuse", times: 2 });
    const responses = [
      await fetch(`http://${address}/token`),
      await fetch(`http://${address}/v2/`),
    ];
    expect(responses.map(({ status }) => status)).toEqual([429, 429]);
    expect(responses[0]?.headers.get("retry-after")).toBe("1");
    expect((await fetch(`http://${address}/token`)).status).toBe(200);
    // The sandbox's ghcr.io is not affected.
    expect((await running.login(null)).status).toBe(200);
  });

  it("delete a tag until it is pushed again, and a repository until it is restored", async () => {
    await images.pushImage(NAME, "16");
    const user = new RegistryUser(address, null);
    await sendControl("DELETE", `source-tags/${NAME}/16`);
    const gone = await user.request("GET", `${NAME}/manifests/16`);
    expect([gone.status, await gone.json()]).toEqual([
      404,
      { errors: [{ code: "MANIFEST_UNKNOWN", message: "manifest unknown" }] },
    ]);
    const { digest } = await images.pushImage(NAME, "16");
    expect(await user.readDigest(NAME, "16")).toBe(digest);
    await sendControl("DELETE", `source-repositories/${NAME}`);
    expect((await user.request("GET", `${NAME}/manifests/16`)).status).toBe(401);
    await sendControl("PUT", `source-repositories/${NAME}`);
    expect(await user.readDigest(NAME, "16")).toBe(digest);
  });

  it("stop the source, and start it again on the same port", async () => {
    await sendControl("PUT", "source-down");
    const refused = await new Promise((resolve) => {
      const port = Number(address.split(":")[1]);
      const socket = createConnection({ port, host: "127.0.0.1" });
      socket.once("error", (error: NodeJS.ErrnoException) => {
        resolve(error.code);
      });
      socket.once("connect", () => {
        resolve("connected");
      });
    });
    expect(refused).toBe("ECONNREFUSED");
    await sendControl("DELETE", "source-down");
    expect((await fetch(`http://${address}/token`)).status).toBe(200);
  });

  it("cut a blob in the middle, once", async () => {
    const { digest } = await images.pushImage(NAME, "16", { bytes: 200_000 });
    const user = new RegistryUser(address, null);
    const path = `/v2/${NAME}/blobs/*`;
    const fault = { type: "cut-answer", bytes: 1000 };
    const match = { kind: "source", method: "GET", path };
    await sendControl("POST", "faults", { match, nth: 2, fault });
    await expect(user.readTree(NAME, digest)).rejects.toThrow("terminated");
    expect((await user.readTree(NAME, digest)).digest).toBe(digest);
  });

  it.each([
    ["PUT", `source-repositories/${NAME}`, { login: "octocat" }, 400, "login"],
    ["POST", "source-limits", { limit: "all" }, 400, "limit"],
    ["DELETE", "source-repositories/none", undefined, 404, "repository none does not exist"],
    ["DELETE", "source-tags/none/16", undefined, 404, "repository none does not exist"],
  ])("report a wrong request: %s %s", async (method, path, body, status, expected) => {
    const answer = await running.control(method, path, body);
    const { message } = (await answer.json()) as { message: string };
    expect([answer.status, message]).toEqual([status, expect.stringContaining(expected)]);
  });
});

it("the source starts again with the sandbox, at the same address and with the same data", async () => {
  const { digest } = await images.pushImage(NAME, "16");
  await sendControl("PUT", `source-repositories/a/b`, { login: { username: "a", password: "b" } });
  await running.sandbox.stop();
  const again = await startSandbox({
    directory: running.directory,
    registryBinary: requireRegistryBinary(),
  });
  try {
    expect(await new RegistryUser(address, null).readDigest(NAME, "16")).toBe(digest);
    const { username, password } = SOURCE_PUBLISHER;
    const headers = { authorization: createBasicAuthorization(username, password) };
    expect((await fetch(`http://${address}/token`, { headers })).status).toBe(200);
    const key = await readFile(again.controlKeyFile, "utf8");
    const init = { method: "POST", headers: { "x-sandbox-key": key } };
    const response = await fetch(`http://${again.address}/_sandbox/source`, init);
    expect(await response.json()).toEqual({ address });
  } finally {
    await again.stop();
    Object.assign(running, { close: () => rm(running.directory, { recursive: true }) });
  }
});

it("the source does not start unless it is requested", async () => {
  const other = await startRunning();
  try {
    await expect(readFile(`${other.directory}/source/registry.yaml`)).rejects.toThrow("ENOENT");
  } finally {
    await other.close();
  }
});
