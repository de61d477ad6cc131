import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ADMINISTRATOR_TOKEN, SEED_OWNER } from "../../sandbox";
import { isWrite, Project } from "./support/project";
import { joinLines, listChanges } from "./support/changes";

/** The tests share a deployed stack, which a failed preflight must not change. */
let project: Project;
const tokens: string[] = [];
const outputs: string[] = [];

const images = { "civilx-universe": "examples/assets" };
const deployed = { "civilx-universe": { create: true, images } };

beforeAll(async () => {
  project = await Project.open();
  project.configure({ "ghcr:repositories": deployed });
  const { operations } = await project.up();
  expect(operations.every(({ operation }) => operation === "create")).toBe(true);
}, 600_000);

afterAll(async () => {
  await project.close();
});

/** Creates a token; by default a classic one of the owner with the scopes for publishing. */
async function createToken(name: string, change: object = {}): Promise<string> {
  const made = {
    ...{ token: `ghp_preflight${name}`, kind: "classic", owner: SEED_OWNER },
    ...{ scopes: ["read:packages", "write:packages"], ...change },
  };
  await sendControl("tokens", made);
  tokens.push(made.token);
  return made.token;
}

function sendControl(path: string, body: object, method = "POST"): Promise<unknown> {
  return project.control(path, { method, body: JSON.stringify(body) });
}

/** The requests that change something. Opening an upload changes nothing. */
function listWrites(requests: Parameters<typeof isWrite>[0][]): readonly string[] {
  return requests
    .filter(isWrite)
    .map(({ method, path }) => `${method} ${path}`)
    .filter((line) => !/^(POST|DELETE) \/v2\/.*\/blobs\/uploads\/|^POST \/token/.test(line));
}

/** Runs `up`, which must fail without changing anything, and returns its output. */
async function expectUpToStop(): Promise<string> {
  const before = project.readResources();
  const { output, requests } = await project.expectUpToFail();
  expect(listWrites([...requests])).toEqual([]);
  expect(project.readResources()).toEqual(before);
  outputs.push(output);
  return output;
}

/** Runs a preview, which must succeed, and returns its output. */
async function preview(): Promise<string> {
  const { output } = await project.previewWithOutput();
  outputs.push(output);
  return output;
}

/** Runs a function with changed settings, and then restores the previous ones. */
async function withSettings(
  changed: Readonly<Record<string, unknown>>,
  work: () => Promise<void>,
): Promise<void> {
  const file = join(project.folder, "Pulumi.dev.yaml");
  const before = readFileSync(file, "utf8");
  const entries = Object.entries(changed);
  const secrets = entries.filter(([key]) => key.endsWith("token")) as [string, string][];
  project.configure(Object.fromEntries(entries.filter(([key]) => !key.endsWith("token"))));
  if (secrets.length > 0) await project.setSecrets(Object.fromEntries(secrets));
  try {
    await work();
  } finally {
    writeFileSync(file, before);
  }
}

describe("an update stops, and reports all problems together,", () => {
  it("if the tokens do not have the scopes for publishing and for managing repositories", async () => {
    const administrator = await createToken("noRepo", { scopes: ["read:org"] });
    const publisher = await createToken("noWrite", { scopes: ["read:packages"] });
    await withSettings({ "github:token": administrator, "ghcr:token": publisher }, async () => {
      const output = await expectUpToStop();
      expect(output).toContain("github:token: this token cannot manage repositories");
      expect(output).toContain("The scope repo is missing.");
      expect(output).toContain("ghcr:token: write:packages is missing");
      expect(joinLines(output)).toContain("does not match expected scopes");
      expect(output).toMatch(/Preflight found [3-9] problems; nothing was changed\./);
    });
  });

  it("if the publishing token belongs to another account, or if a repository is missing that the stack does not create, or cannot be internal", async () => {
    const value = await createToken("foreign", { owner: "Leonardo" });
    const image = { context: "examples/assets", packageVisibility: "internal" };
    const inner = { create: true, visibility: "internal", images: { inner: image } };
    const repositories = { ...deployed, nowhere: {}, inner };
    await withSettings({ "ghcr:token": value, "ghcr:repositories": repositories }, async () => {
      const output = await expectUpToStop();
      expect(joinLines(output)).toContain(
        "ghcr:repositories.civilx-universe.images.civilx-universe: the registry refuses a push",
      );
      expect(joinLines(output)).toContain("belongs to Leonardo");
      for (const setting of ["visibility", "images.inner.packageVisibility"]) {
        const message = `ghcr:repositories.inner.${setting}: ${SEED_OWNER} is not an organization`;
        expect(output).toContain(message);
      }
      expect(output).toContain(`ghcr:repositories.nowhere: ${SEED_OWNER}/nowhere does not exist`);
      expect(output).toContain("create: empty");
      expect(output).toContain("nothing was changed");
    });
  });
});

describe("an unknown result", () => {
  it("is a warning if GitHub's rate limit is exceeded, or if the registry has errors", async () => {
    const value = await createToken("unseen");
    const hour = Math.ceil(Date.now() / 1000) + 3600;
    // For the preflight's requests only: the provider would wait as long.
    await sendControl("faults", {
      ...{ match: { method: "GET", path: "/user" }, times: "all" },
      fault: {
        ...{ type: "answer", status: 403 },
        headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(hour) },
        body: { message: "API rate limit exceeded for user ID 1." },
      },
    });
    await sendControl("faults", {
      ...{ match: { kind: "registry", method: "POST" }, times: "all" },
      fault: { type: "answer", status: 503, body: "ill" },
    });
    await withSettings({ "ghcr:token": value }, async () => {
      const output = await preview();
      expect(output).toMatch(
        /warning: github:token: .*\n +Cause +GitHub's rate limit is reached until/,
      );
      expect(output).toMatch(/warning: ghcr:repositories\.civilx-universe\.images\./);
      expect(output).not.toContain("Preflight found");
    });
    await project.control("knobs", { method: "DELETE" });
  });

  it("is a warning for a workflow's token, which can push but expires soon, and so is a classic token's expiration", async () => {
    const { address } = project.world.sandbox;
    const headers = { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` };
    const path = `/repos/${SEED_OWNER}/civilx-universe`;
    const { id } = (await (await fetch(`http://${address}${path}`, { headers })).json()) as {
      id: number;
    };
    const about = { kind: "actions", scopes: null, repositoryId: id };
    const permissions = { packages: "write", contents: "read" };
    const value = await createToken("unused", {
      ...about,
      permissions,
      token: "ghs_preflightWorkflow",
    });
    const expiresAt = new Date(Date.now() + 5.5 * 24 * 3600 * 1000).toISOString();
    const brief = await createToken("brief", { scopes: ["repo"], expiresAt });
    await withSettings({ "github:token": brief, "ghcr:token": value }, async () => {
      const output = await preview();
      expect(output).toContain("ghcr:token: this is a workflow's or a GitHub App's token");
      expect(output).toContain("This does not stop the update.");
      expect(output).toContain(`(classic), expires on ${expiresAt.slice(0, 10)}\n`);
      expect(output).toContain("The token expires in 5 days");
    });
  });
});

it("sends one request for each token and repository if nothing changed, and no push check", async () => {
  const { requests, operations } = await project.up();
  expect(listChanges({ operations })).toEqual([]);
  expect(requests.filter(({ kind }) => kind === "registry")).toEqual([]);
  expect(requests.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    `GET /api/v3/orgs/${SEED_OWNER}`,
    `GET /api/v3/repos/${SEED_OWNER}/civilx-universe`,
    "GET /api/v3/user",
    "GET /api/v3/user",
  ]);
});

it("never prints a token", () => {
  expect(outputs.length).toBeGreaterThan(3);
  for (const value of tokens) {
    expect(outputs.filter((output) => output.includes(value))).toEqual([]);
  }
});
