import { randomBytes } from "node:crypto";

import type { FaultOrder, JournalEntry } from "../../../sandbox";
import type { Running } from "./running";
import { computeDigest, pushBlob, pushImage, startRunning } from "./running";

const NAME = "f1bonacci66/demo";

let running: Running;

beforeEach(async () => {
  running = await startRunning();
});

afterEach(async () => {
  await running.close();
});

async function injectFault(order: { [key in keyof FaultOrder]?: unknown }): Promise<void> {
  const answer = await running.control("POST", "faults", order);
  expect(answer.status).toBe(201);
}

async function readJournal(kind: string): Promise<JournalEntry[]> {
  const answer = await running.control("GET", `journal?kind=${kind}`);
  return (await answer.json()) as JournalEntry[];
}

/** The error code of a failed request. */
async function getErrorCode(asked: Promise<unknown>): Promise<unknown> {
  const { cause } = await asked.then(
    () => ({ cause: { code: "it did not fail" } }),
    (error: unknown) => error as { cause?: { code?: string } },
  );
  return cause?.code;
}

it("cut-upload interrupts the upload of a blob, which can be resumed", async () => {
  const bearer = await running.bearer();
  const opened = await running.registry("POST", `${NAME}/blobs/uploads/`, { bearer });
  const location = new URL(opened.headers.get("location") ?? "", running.origin).href;
  const content = randomBytes(3_000_000);
  const match = { kind: "registry", method: "PATCH", path: "/v2/**/blobs/uploads/*" };
  await injectFault({ match, fault: { type: "cut-upload", bytes: 1_000_000 } });
  const first = running.registry("PATCH", location, { bearer, body: content });
  expect(await getErrorCode(first)).toMatch(/^(ECONNRESET|EPIPE)$/);

  const resume = async (): Promise<Response> => {
    const response = await running.registry("GET", location, { bearer });
    expect(response.status).toBe(204);
    const last = Number(/^0-(\d+)$/.exec(response.headers.get("range") ?? "")?.[1]);
    expect(last + 1).toBeLessThanOrEqual(1_000_000);
    const rest = content.subarray(last === 0 ? 0 : last + 1);
    const next = new URL(response.headers.get("location") ?? "", running.origin).href;
    return running.registry("PATCH", next, { bearer, body: rest });
  };
  let resumed = await resume();
  // The registry was still storing what had arrived.
  while (resumed.status === 416) resumed = await resume();
  expect(resumed.status).toBe(202);
  const end = new URL(resumed.headers.get("location") ?? "", running.origin);
  end.searchParams.set("digest", computeDigest(content));
  expect((await running.registry("PUT", end.href, { bearer })).status).toBe(201);
  const struck = (await readJournal("registry")).filter(({ fault }) => fault !== null);
  expect(struck).toMatchObject([{ method: "PATCH", status: 0, fault: 1 }]);
});

it("drip slows down a response, cut-answer truncates it, and reset drops it after the change", async () => {
  const bearer = await running.bearer();
  const digest = await pushBlob(running, NAME, randomBytes(3_000_000), bearer);
  const path = `${NAME}/blobs/${digest}`;
  await injectFault({
    match: { kind: "registry" },
    fault: { type: "drip", bytesPerSecond: 10_000_000 },
  });
  const slow = await running.registry("GET", path, { bearer });
  expect(computeDigest(Buffer.from(await slow.arrayBuffer()))).toBe(digest);
  await injectFault({ match: { kind: "registry" }, fault: { type: "cut-answer", bytes: 100 } });
  const short = await running.registry("GET", path, { bearer });
  expect(short.headers.get("content-length")).toBe("3000000");
  await expect(short.arrayBuffer()).rejects.toThrow("terminated");

  const match = { method: "PUT", path: "/v2/**/manifests/*" };
  await injectFault({ match, fault: { type: "reset", carriedOut: true } });
  expect(await getErrorCode(pushImage(running, NAME, "1.0", {}, bearer))).toBe("ECONNRESET");
  const { status } = await running.registry("HEAD", `${NAME}/manifests/1.0`, { bearer });
  expect(status).toBe(200);
  expect((await running.github("GET", "/user/packages/container/demo")).status).toBe(200);
});

it("a rate limit and latency for the registry do not affect GitHub", async () => {
  const body = { errors: [{ code: "TOOMANYREQUESTS", message: "retry-after: 1ms" }] };
  const headers = { "Retry-After": "1" };
  const fault = { type: "answer", status: 429, headers, body };
  await injectFault({ match: { kind: "registry", path: "/token" }, fault });
  const refused = await running.login(null);
  expect([refused.status, await refused.json()]).toEqual([429, body]);
  expect((await running.github("GET", "/user")).status).toBe(200);

  await running.control("PUT", "latency", { registry: { milliseconds: 40 } });
  await running.bearer();
  const entries = await readJournal("registry");
  expect(entries.at(-1)?.durationMilliseconds).toBeGreaterThan(38);
  expect((await readJournal("github")).map(({ kind }) => kind)).toEqual(["github"]);
});

it("actionsAccess lets another repository's workflow push a package, as on the website", async () => {
  await running.github("POST", "/user/repos", { body: { name: "other" } });
  await pushImage(running, NAME, "1.0", {}, await running.bearer());
  const repository = await running.github("GET", "/repos/F1bonacci66/other");
  const token = {
    token: "ghs_workflow",
    kind: "actions",
    owner: "F1bonacci66",
    repositoryId: repository.body.id,
    permissions: { packages: "write" },
  };
  expect((await running.control("POST", "tokens", token)).status).toBe(201);
  const path = `${NAME}/blobs/uploads/`;
  const push = async (): Promise<number> => {
    const bearer = await running.bearer(token.token);
    return (await running.registry("POST", path, { bearer })).status;
  };
  expect(await push()).toBe(403);
  const actionsAccess = { "F1bonacci66/other": "write" };
  const changed = await running.control("POST", "packages/F1bonacci66/demo", { actionsAccess });
  expect(changed.status).toBe(200);
  expect(await push()).toBe(202);
});
