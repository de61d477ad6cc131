import { randomBytes } from "node:crypto";

import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN } from "../../../sandbox";
import type { Running } from "./running";
import { computeDigest, pushBlob, pushImage, startRunning } from "./running";

const NAME = "f1bonacci66/demo";
const SOURCE = { "org.opencontainers.image.source": "https://github.com/F1bonacci66/demo" };
const SCOPES = "permission_denied: The token provided does not match expected scopes.";

let running: Running;

beforeEach(async () => {
  running = await startRunning();
});

afterEach(async () => {
  await running.close();
});

async function readDenial(answer: Response): Promise<[number, string, string]> {
  const { errors } = (await answer.json()) as { errors: { code: string; message: string }[] };
  return [answer.status, errors[0]?.code ?? "", errors[0]?.message ?? ""];
}

describe("the login", () => {
  it("is requested with the caller's scheme and host", async () => {
    const answer = await fetch(`${running.origin}/v2/`);
    expect(answer.headers.get("www-authenticate")).toBe(
      `Bearer realm="${running.origin}/token",service="${running.sandbox.address}",scope="repository:user/image:pull"`,
    );
    expect(await readDenial(answer)).toEqual([401, "UNAUTHORIZED", "authentication required"]);
  });

  it("accepts a GET request with basic credentials, and the POST form", async () => {
    const bearer = await running.bearer();
    expect((await running.registry("GET", "", { bearer })).status).toBe(200);
    const form = new URLSearchParams({
      grant_type: "password",
      service: running.sandbox.address,
      client_id: "test",
      scope: `repository:${NAME}:pull,push`,
      username: "any",
      password: PUBLISHER_TOKEN,
    });
    const answer = await fetch(`${running.origin}/token`, { method: "POST", body: form });
    const { access_token: other } = (await answer.json()) as { access_token: string };
    expect((await running.registry("GET", "", { bearer: other })).status).toBe(200);
    expect(other).not.toContain(PUBLISHER_TOKEN);
  });

  it.each([
    ["a wrong token", "ghp_wrong"],
    ["an empty token", ""],
  ])("refuses %s with `denied: denied`", async (_what, password) => {
    expect(await readDenial(await running.login(password))).toEqual([403, "DENIED", "denied"]);
  });

  it("issues no anonymous token for a private package", async () => {
    const answer = await running.login(null, `repository:${NAME}:pull`);
    expect(await readDenial(answer)).toEqual([401, "UNAUTHORIZED", "authentication required"]);
  });

  it("refuses a bearer token that it did not issue, and basic credentials", async () => {
    const made = await running.registry("GET", "", { bearer: "invented" });
    expect(await readDenial(made)).toEqual([
      401,
      "UNAUTHORIZED",
      "unauthenticated: User cannot be authenticated with the token provided.",
    ]);
    const basic = `Basic ${Buffer.from(`any:${PUBLISHER_TOKEN}`).toString("base64")}`;
    const answer = await fetch(`${running.origin}/v2/`, { headers: { Authorization: basic } });
    expect(await readDenial(answer)).toEqual([403, "DENIED", "invalid token"]);
  });
});

describe("a push", () => {
  it("is denied for a token without write:packages, with ghcr.io's message", async () => {
    const bearer = await running.bearer(ADMINISTRATOR_TOKEN);
    const answer = await running.registry("POST", `${NAME}/blobs/uploads/`, { bearer });
    expect(answer.headers.get("www-authenticate")).toBeNull();
    expect(await readDenial(answer)).toEqual([403, "DENIED", SCOPES]);
  });

  it("is denied for another account, and for a name in uppercase", async () => {
    const bearer = await running.bearer();
    const other = await running.registry("POST", "someone/demo/blobs/uploads/", { bearer });
    expect(await readDenial(other)).toEqual([403, "DENIED", "permission_denied: create_package"]);
    const upper = await running.registry("POST", "F1bonacci66/demo/blobs/uploads/", { bearer });
    expect((await readDenial(upper)).slice(0, 2)).toEqual([400, "NAME_INVALID"]);
  });

  it("creates a private package with its version and tag, which its label links", async () => {
    await running.github("POST", "/user/repos", { body: { name: "demo" } });
    const { digest } = await pushImage(running, NAME, "1.0", SOURCE, await running.bearer());
    const path = "/users/F1bonacci66/packages/container/demo";
    const { body } = await running.github("GET", path);
    expect(body).toMatchObject({
      name: "demo",
      package_type: "container",
      visibility: "private",
      version_count: 1,
      repository: { full_name: "F1bonacci66/demo" },
    });
    const versions = await running.github("GET", `${path}/versions`);
    expect(versions.body).toMatchObject([
      { name: digest, metadata: { container: { tags: ["1.0"] } } },
    ]);
  });

  it("of an index with a nested name is linked only by its annotation", async () => {
    await running.github("POST", "/user/repos", { body: { name: "demo" } });
    const bearer = await running.bearer();
    const type = "application/vnd.oci.image.index.v1+json";
    for (const [name, annotations] of [
      ["api", SOURCE],
      ["web", {}],
    ] as const) {
      const image = `${NAME}/${name}`;
      const child = await pushImage(running, image, null, SOURCE, bearer);
      const manifest = { mediaType: "application/vnd.oci.image.manifest.v1+json", ...child };
      const index = { schemaVersion: 2, mediaType: type, manifests: [manifest], annotations };
      const options = { bearer, type, body: JSON.stringify(index) };
      expect((await running.registry("PUT", `${image}/manifests/1`, options)).status).toBe(201);
    }
    const path = "/users/F1bonacci66/packages/container/demo%2F";
    const api = await running.github("GET", `${path}api`);
    expect(api.body).toMatchObject({ name: "demo/api", repository: { name: "demo" } });
    const web = await running.github("GET", `${path}web`);
    expect(web.body).toMatchObject({ name: "demo/web", version_count: 2 });
    expect(web.body).not.toHaveProperty("repository");
  });

  it("does not change a large blob", async () => {
    const bearer = await running.bearer();
    const content = randomBytes(40_000_000);
    const digest = await pushBlob(running, NAME, content, bearer);
    const answer = await running.registry("GET", `${NAME}/blobs/${digest}`, { bearer });
    expect(computeDigest(Buffer.from(await answer.arrayBuffer()))).toBe(digest);
  });
});

describe("a pushed image", () => {
  it("can be read by its owner, and by everyone if it is public", async () => {
    const bearer = await running.bearer();
    const { digest } = await pushImage(running, NAME, "1.0", {}, bearer);
    const path = `${NAME}/manifests/1.0`;
    const response = await running.registry("HEAD", path, { bearer });
    expect([response.status, response.headers.get("docker-content-digest")]).toEqual([200, digest]);
    expect((await running.registry("GET", path)).status).toBe(401);
    const scope = `repository:${NAME}:pull`;
    expect((await running.login(null, scope)).status).toBe(401);

    const change = { visibility: "public" };
    expect((await running.control("POST", "packages/F1bonacci66/demo", change)).status).toBe(200);
    const anonymous = (await (await running.login(null, scope)).json()) as { token: string };
    expect((await running.registry("GET", path, { bearer: anonymous.token })).status).toBe(200);
    const { body } = await running.github("GET", "/user/packages/container/demo");
    expect(body.visibility).toBe("public");
  });

  it("cannot become private again, cannot be deleted, and its uploads cannot be canceled", async () => {
    const bearer = await running.bearer();
    const { digest } = await pushImage(running, NAME, "1.0", {}, bearer);
    await running.control("POST", "packages/F1bonacci66/demo", { visibility: "public" });
    const back = { visibility: "private" };
    expect((await running.control("POST", "packages/F1bonacci66/demo", back)).status).toBe(409);

    const manifest = `${NAME}/manifests/${digest}`;
    const deleted = await running.registry("DELETE", manifest, { bearer });
    expect((await readDenial(deleted)).slice(0, 2)).toEqual([405, "UNSUPPORTED"]);
    const opened = await running.registry("POST", `${NAME}/blobs/uploads/`, { bearer });
    const upload = opened.headers.get("location") ?? "";
    expect((await running.registry("DELETE", upload, { bearer })).status).toBe(405);
    expect((await running.registry("GET", manifest, { bearer })).status).toBe(200);
  });

  it("is not found by a reference with an invalid escape sequence", async () => {
    const bearer = await running.bearer();
    const { status } = await running.registry("GET", "f1bonacci66/app/manifests/%zz", { bearer });
    expect(status).toBe(404);
  });

  it("is reported to the owner as unknown if it does not exist", async () => {
    const bearer = await running.bearer();
    const answer = await running.registry("GET", `${NAME}/manifests/none`, { bearer });
    expect((await readDenial(answer)).slice(0, 2)).toEqual([404, "MANIFEST_UNKNOWN"]);
  });
});

describe("the control address", () => {
  it("rejects requests without the key", async () => {
    expect((await fetch(`${running.origin}/_sandbox/journal`)).status).toBe(403);
  });

  it("lists the requests to GitHub and to the registry, but not its own", async () => {
    await running.github("GET", "/user");
    await running.bearer();
    const entries = (await (await running.control("GET", "journal")).json()) as object[];
    expect(entries).toMatchObject([
      {
        kind: "github",
        method: "GET",
        path: "/user",
        status: 200,
        operation: "users/get-authenticated",
      },
      { kind: "registry", method: "GET", path: "/token", status: 200, account: "F1bonacci66" },
    ]);
    expect((await running.control("DELETE", "journal")).status).toBe(204);
    expect(await (await running.control("GET", "journal")).json()).toEqual([]);
  });
});
