import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, SEED_OWNER } from "../../sandbox";
import { isWrite, Project, type Update } from "./support/project";
import { joinLines, listChanges } from "./support/changes";
import { moveTag } from "./support/moveTag";

/**
 * The tests share a stack, which a failed preflight must not change. The first ones depend on each
 * other: they deploy it, and change its package, which should be public.
 */
let project: Project;
const tokens: string[] = [];
const outputs: string[] = [];

const image = "civilx-universe";
const images = { [image]: "examples/assets" };
const deployed = { [image]: { create: true, images } };

beforeAll(async () => {
  project = await Project.open();
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

describe("a package that should be public", () => {
  const imageType = "docker-build:index:Image";
  const page = `https://github.com/users/${SEED_OWNER}/packages/container/${image}/settings`;

  const configure = (enforceVisibility: boolean): void => {
    const settings = { context: "examples/assets", packageVisibility: "public", enforceVisibility };
    project.configure({
      "ghcr:repositories": { [image]: { create: true, images: { [image]: settings } } },
    });
  };
  const listWarnings = (update: Update): readonly string[] =>
    (update.outputs.findings as { message: string }[]).map(({ message }) => message);
  /** Changes the package on the website, because there is no API for it. */
  const changeOnWebsite = (change: object): Promise<unknown> =>
    sendControl(`packages/${SEED_OWNER.toLowerCase()}/${image}`, change);

  it("is private after its first push, which the update reports with the settings page", async () => {
    configure(true);
    const update = await project.up();
    expect(update.operations.every(({ operation }) => operation === "create")).toBe(true);
    expect(listWarnings(update)).toEqual(["the package is private, but public is required"]);
    expect(update.output).toContain(page);
    expect(update.outputs.packages).toEqual({
      [image]: {
        visibility: { desired: "public", actual: "private" },
        isPublic: false,
        repository: { desired: `${SEED_OWNER}/${image}`, actual: `${SEED_OWNER}/${image}` },
      },
    });
    expect(project.readState()).not.toContain(PUBLISHER_TOKEN);
  });

  it("stops the next update if enforceVisibility is true", async () => {
    const { output } = await project.expectPreviewToFail();
    expect(output).toContain("the package is private, but public is required");
    expect(output).toContain("nothing was changed");
  });

  it("is reported if it is not linked to a repository, or if its tag was moved, but not when it is public, which is verified without a login", async () => {
    configure(false);
    await changeOnWebsite({ visibility: "public", repository: null });
    await moveTag(project.world.sandbox.address, image, "latest");
    const update = await project.up();
    expect(listWarnings(update)).toEqual([
      "the package is not linked to a repository",
      expect.stringMatching(/^the tag was moved: it points to sha256:\w+, but this stack pushed/),
    ]);
    expect(update.output).toContain("To stop the update at this, set 'enforceVisibility: true'.");
    expect(update.outputs.packages).toMatchObject({
      [image]: { visibility: { actual: "public" }, isPublic: true },
    });
    expect(update.operations.filter(({ operation }) => operation === "create")).toEqual([]);
  });

  it("gets its tag back with the reported command, and passes when it is public and linked", async () => {
    configure(true);
    await changeOnWebsite({ repository: `${SEED_OWNER}/${image}` });
    const { urn } = project.readResources().find(({ type }) => type === imageType) ?? {};
    const update = await project.up({ replace: [urn ?? "none"] });
    const imageSteps = update.operations.filter(({ type }) => type === imageType);
    expect(new Set(imageSteps.map(({ operation }) => operation))).toEqual(
      new Set(["create-replacement", "replace", "delete-replaced"]),
    );
    const deleted = update.requests.filter(({ method }) => method === "DELETE");
    expect(deleted.filter(({ path }) => !path.includes("/blobs/uploads/"))).toEqual([]);
    expect(listWarnings(update)).toEqual([]);
    project.configure({ "ghcr:repositories": deployed });
  });
});

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
    const internal = { context: "examples/assets", packageVisibility: "internal" };
    const inner = { create: true, visibility: "internal", images: { inner: internal } };
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

it("sends one request for each token and repository if nothing is to be written, and no push check", async () => {
  const { requests, operations } = await project.up();
  // Only this component: the settings no longer have packageVisibility.
  expect(listChanges({ operations })).toEqual([`delete PackageVisibility ${image}`]);
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
