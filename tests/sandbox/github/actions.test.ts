import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { seal, githubForEachTest } from "../world";

const SECRETS = "/repos/F1bonacci66/demo/actions/secrets";
const WORKFLOW = "/repos/F1bonacci66/demo/actions/permissions/workflow";

const github = githubForEachTest({ visibility: "private" });
let key: { key_id: string; key: string };

beforeEach(async () => {
  const { body } = await github.ask("GET", `${SECRETS}/public-key`);
  key = body as typeof key;
});

async function putSecret(name: string, value: string, keyId = key.key_id): Promise<number> {
  const body = { encrypted_value: await seal(value, key.key), key_id: keyId };
  return (await github.ask("PUT", `${SECRETS}/${name}`, { body })).status;
}

describe("secrets", () => {
  it("opens the box that a client sealed: 201 for a new one, 204 for a changed one", async () => {
    expect(await putSecret("ghcr_token", "first ✓")).toBe(201);
    expect(await putSecret("GHCR_TOKEN", "second")).toBe(204);
    const secrets = github.store.world.repositories[0]?.actions.secrets;
    expect(Object.keys(secrets ?? {})).toEqual(["GHCR_TOKEN"]);
    expect(secrets?.GHCR_TOKEN?.opened).toBe("second");
  });

  it("never returns the value", async () => {
    await putSecret("GHCR_TOKEN", "hush");
    const { body } = await github.ask("GET", `${SECRETS}/GHCR_TOKEN`);
    expect(Object.keys(body).sort()).toEqual(["created_at", "name", "updated_at"]);
    const list = await github.ask("GET", SECRETS);
    expect(list.body).toMatchObject({ total_count: 1, secrets: [{ name: "GHCR_TOKEN" }] });
    expect(JSON.stringify(list.body)).not.toContain("hush");
  });

  it("keeps the opened value in a file that only its owner reads", async () => {
    await putSecret("GHCR_TOKEN", "hush");
    const path = join(github.directory, "world.json");
    expect(await readFile(path, "utf8")).toContain('"opened": "hush"');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it.each([
    ["a box for another key", () => Buffer.alloc(80, 7).toString("base64")],
    ["a value that is no box", () => Buffer.from("plain").toString("base64")],
  ])("refuses %s", async (_what, sealed) => {
    const body = { encrypted_value: sealed(), key_id: key.key_id };
    const reply = await github.ask("PUT", `${SECRETS}/GHCR_TOKEN`, { body });
    expect(reply.status).toBe(422);
    expect(reply.body.message).toBe(
      "Bad request - validation failed due to an improperly encrypted secret",
    );
    expect((await github.ask("GET", `${SECRETS}/GHCR_TOKEN`)).status).toBe(404);
  });

  it.each(["GITHUB_TOKEN", "1ST", "WITH-DASH"])("refuses the name %s", async (name) => {
    expect(await putSecret(name, "x")).toBe(422);
  });

  it("keeps those of Dependabot separate, with another key", async () => {
    const secrets = SECRETS.replace("/actions/", "/dependabot/");
    const dependabotKey = (await github.ask("GET", `${secrets}/public-key`)).body as typeof key;
    expect(dependabotKey.key).not.toBe(key.key);
    const sendSecret = async (publicKey: string): Promise<number> => {
      const body = { encrypted_value: await seal("hush", publicKey), key_id: dependabotKey.key_id };
      return (await github.ask("PUT", `${secrets}/TOKEN`, { body })).status;
    };
    expect([await sendSecret(key.key), await sendSecret(dependabotKey.key)]).toEqual([422, 201]);
    expect((await github.ask("GET", SECRETS)).body).toMatchObject({ total_count: 0 });
    expect((await github.ask("GET", secrets)).body).toMatchObject({ total_count: 1 });
    expect(github.store.world.repositories[0]?.dependabot?.secrets.TOKEN?.opened).toBe("hush");
  });

  it("refuses another key's id", async () => {
    expect(await putSecret("GHCR_TOKEN", "x", "123")).toBe(422);
  });

  it("returns the same key to concurrent callers, and later", async () => {
    const paths = Array.from({ length: 5 }, () => `${SECRETS}/public-key`);
    const replies = await Promise.all(paths.map((path) => github.ask("GET", path)));
    for (const { body } of replies) expect(body).toEqual(key);
  });

  it("deletes once", async () => {
    await putSecret("GHCR_TOKEN", "x");
    expect((await github.ask("DELETE", `${SECRETS}/GHCR_TOKEN`)).status).toBe(204);
    expect((await github.ask("DELETE", `${SECRETS}/GHCR_TOKEN`)).status).toBe(404);
  });
});

describe("workflow permissions", () => {
  it("are read-only by default, and can be set", async () => {
    expect((await github.ask("GET", WORKFLOW)).body).toEqual({
      default_workflow_permissions: "read",
      can_approve_pull_request_reviews: false,
    });
    const body = { default_workflow_permissions: "write", can_approve_pull_request_reviews: true };
    expect((await github.ask("PUT", WORKFLOW, { body })).status).toBe(204);
    expect((await github.ask("GET", WORKFLOW)).body).toEqual(body);
    const wrong = { default_workflow_permissions: "all" };
    expect((await github.ask("PUT", WORKFLOW, { body: wrong })).status).toBe(422);
  });
});
