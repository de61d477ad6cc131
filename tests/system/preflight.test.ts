import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ADMINISTRATOR_TOKEN, ORGANIZATION_TOKEN, SEED_OWNER } from "../../sandbox";
import { isWrite, Project } from "./support/project";
import { joinLines } from "./support/changes";

/** The tests share a deployed stack, which a failed preflight must not change. */
let project: Project;
const tokens: string[] = [];
const outputs: string[] = [];

beforeAll(async () => {
  project = await Project.open();
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

async function createRepository(path: string, name: string): Promise<void> {
  const response = await fetch(`http://${project.world.sandbox.address}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${ORGANIZATION_TOKEN}` },
    body: JSON.stringify({ name, visibility: "private" }),
  });
  expect(response.status).toBe(201);
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

/** The same, after a preview that must fail, too. */
async function expectPreviewAndUpToStop(): Promise<string> {
  const { output, requests } = await project.expectPreviewToFail();
  expect(listWrites([...requests])).toEqual([]);
  expect(output).toContain("nothing was changed");
  outputs.push(output);
  return expectUpToStop();
}

/** Runs a function with changed settings, and then restores the previous ones. */
async function withSettings(
  changed: Readonly<Record<string, string>>,
  work: () => Promise<void>,
): Promise<void> {
  const file = join(project.folder, "Pulumi.dev.yaml");
  const before = readFileSync(file, "utf8");
  for (const [key, value] of Object.entries(changed)) {
    await project.stack.setConfig(key, { value, secret: key.endsWith("token") });
  }
  try {
    await work();
  } finally {
    writeFileSync(file, before);
  }
}

describe("the publishing token (ghcr:token)", () => {
  const missingScopeCases: [string, object, string[]][] = [
    [
      "does not have read:packages",
      { scopes: ["write:packages"] },
      [
        "ghcr:token: read:packages is missing",
        "in addition to write:packages",
        "settings/tokens/new?scopes=",
      ],
    ],
    [
      "does not have write:packages",
      { scopes: ["read:packages"] },
      ["ghcr:token: write:packages is missing", "does not match expected scopes"],
    ],
    [
      "is expired",
      { expiresAt: "2020-01-01T00:00:00Z" },
      ["ghcr:token: GitHub does not recognize this token", "expired or revoked"],
    ],
    ["is revoked", { revoked: true }, ["ghcr:token: GitHub does not recognize this token"]],
    [
      "belongs to another account",
      { owner: "Leonardo" },
      [
        "ghcr:repositories.civilx-universe.images.civilx-universe: the registry refuses a push",
        "belongs to Leonardo",
      ],
    ],
  ];
  it.each(missingScopeCases)(
    "stops the update if it %s, and reports the fix",
    async (name, change, messages) => {
      const value = await createToken(name.replace(/\W/g, ""), change);
      await withSettings({ "ghcr:token": value }, async () => {
        const output = await expectUpToStop();
        for (const text of messages) expect(joinLines(output)).toContain(text);
      });
    },
    120_000,
  );

  it("stops the preview and the update if GitHub does not recognize it", async () => {
    await withSettings({ "ghcr:token": "ghp_preflightNobodys" }, async () => {
      expect(await expectPreviewAndUpToStop()).toContain(
        "ghcr:token: GitHub does not recognize this token",
      );
    });
  });

  const tokenKinds: [string, string, object, string][] = [
    ["fine-grained", "github_pat_preflight", {}, "does not support fine-grained tokens"],
    [
      "an App's installation",
      "ghs_preflight",
      { permissions: { packages: "write" } },
      "installation not allowed to Write",
    ],
    ["an App's user", "ghu_preflight", {}, "does not match expected scopes"],
    [
      "OAuth",
      "gho_preflight",
      { scopes: ["repo"] },
      "ghcr:token: read:packages and write:packages are missing",
    ],
  ];
  it.each(tokenKinds)(
    "stops the update if its kind is %s",
    async (name, value, change, message) => {
      const kind = name
        .replace("an App's installation", "installation")
        .replace("an App's ", "app-");
      await sendControl("tokens", {
        token: value,
        kind: kind.toLowerCase(),
        owner: SEED_OWNER,
        scopes: null,
        ...change,
      });
      tokens.push(value);
      await withSettings({ "ghcr:token": value }, async () => {
        expect(joinLines(await expectUpToStop())).toContain(message);
      });
    },
    120_000,
  );

  it("stops the update if it is not authorized for single sign-on, and shows the page that authorizes it", async () => {
    const scopes = ["repo", "read:packages", "write:packages"];
    const value = await createToken("unsigned", { scopes });
    await createRepository("/orgs/Liber-Abaci/repos", "guarded");
    await sendControl("organizations/Liber-Abaci", { singleSignOn: true }, "PATCH");
    try {
      const both = { "ghcr:token": value, "github:token": value };
      const repositories = JSON.stringify({ guarded: { images: { guarded: "examples/assets" } } });
      const organizationSettings = {
        "ghcr:owner": "Liber-Abaci",
        "ghcr:repositories": repositories,
      };
      await withSettings({ ...both, ...organizationSettings }, async () => {
        const output = await expectUpToStop();
        expect(output).toContain("https://github.com/orgs/Liber-Abaci/sso?");
      });
    } finally {
      await sendControl("organizations/Liber-Abaci", { singleSignOn: false }, "PATCH");
    }
  });

  it("is rejected with the settings if it contains a newline", async () => {
    await withSettings({ "ghcr:token": "ghp_preflight\nwrapped" }, async () => {
      expect(await expectPreviewAndUpToStop()).toContain("ghcr:token: contains whitespace");
    });
  });

  it("is reported if it expires soon, without stopping the update", async () => {
    const expiresAt = new Date(Date.now() + 5.5 * 24 * 3600 * 1000).toISOString();
    const value = await createToken("brief", { expiresAt });
    await withSettings({ "ghcr:token": value }, async () => {
      const date = expiresAt.slice(0, 10);
      for (const { output } of [await project.previewWithOutput(), await project.up()]) {
        outputs.push(output);
        expect(output).toContain(`(classic), expires on ${date}\n`);
        expect(output).toContain("The token expires in 5 days");
      }
    });
    await project.up();
  });
});

describe("the administrator's token (github:token)", () => {
  it("stops the update if it does not have repo, and is reported together with all other problems", async () => {
    const administrator = await createToken("noRepo", { scopes: ["read:org"] });
    const publisher = await createToken("noWrite", { scopes: ["read:packages"] });
    await withSettings({ "github:token": administrator, "ghcr:token": publisher }, async () => {
      const output = await expectPreviewAndUpToStop();
      expect(output).toContain("github:token: this token cannot manage repositories");
      expect(output).toContain("The scope repo is missing.");
      expect(output).toContain("ghcr:token: write:packages is missing");
      expect(output).toMatch(/Preflight found [3-9] problems; nothing was changed\./);
    });
  });

  it("stops the update if GitHub does not recognize it", async () => {
    await withSettings({ "github:token": "ghp_preflightNobodys" }, async () => {
      expect(await expectUpToStop()).toContain(
        "github:token: GitHub does not recognize this token",
      );
    });
  });
});

describe("a repository", () => {
  const toSettings = (entries: object): Record<string, string> => ({
    "ghcr:repositories": JSON.stringify(entries),
  });
  const complete = { create: true, description: "A universe in a container", images: {} };

  it("stops the update if it is missing and the stack does not create it, or if it cannot be internal", async () => {
    const image = { context: "examples/assets", packageVisibility: "internal" };
    const inner = { create: true, visibility: "internal", images: { inner: image } };
    await withSettings(
      toSettings({ "civilx-universe": complete, nowhere: {}, inner }),
      async () => {
        const output = await expectPreviewAndUpToStop();
        for (const setting of ["visibility", "images.inner.packageVisibility"]) {
          const message = `ghcr:repositories.inner.${setting}: ${SEED_OWNER} is not an organization`;
          expect(output).toContain(message);
        }
        expect(output).toContain(`ghcr:repositories.nowhere: ${SEED_OWNER}/nowhere does not exist`);
        expect(output).toContain("create: true");
      },
    );
  });

  it("stops the update if the stack would create it, but it already exists", async () => {
    await sendControl("tokens", {
      token: "ghp_preflightMaker",
      kind: "classic",
      owner: SEED_OWNER,
      scopes: ["repo"],
    });
    const made = await fetch(`http://${project.world.sandbox.address}/user/repos`, {
      method: "POST",
      headers: { authorization: "Bearer ghp_preflightMaker" },
      body: JSON.stringify({ name: "taken" }),
    });
    expect(made.status).toBe(201);
    await withSettings(
      toSettings({ "civilx-universe": complete, taken: { create: true } }),
      async () => {
        expect(await expectUpToStop()).toContain(
          `ghcr:repositories.taken: ${SEED_OWNER}/taken already exists, and this stack did not create it`,
        );
      },
    );
  });

  it("stops the update if it is archived", async () => {
    const path = `repositories/${SEED_OWNER}/civilx-universe`;
    await sendControl(path, { settings: { archived: true } }, "PATCH");
    try {
      expect(await expectUpToStop()).toContain("civilx-universe is archived");
    } finally {
      await sendControl(path, { settings: { archived: false } }, "PATCH");
    }
  });
});

describe("an unknown result", () => {
  it("is a warning if GitHub's rate limit is exceeded", async () => {
    await sendControl("limits", { requestsPerHour: 0, status: 403 }, "PUT");
    const { output, requests } = await project.expectUpToFail();
    await project.control("knobs", { method: "DELETE" });
    outputs.push(output);
    // The preflight continues, but then the provider fails, because it needs GitHub.
    expect(output).toMatch(
      /warning: github:token: .*\n +Cause +GitHub's rate limit is reached until/,
    );
    expect(listWrites([...requests])).toEqual([]);
  });

  it("is a warning for a workflow's token, which can push but expires soon", async () => {
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
    await withSettings({ "ghcr:token": value }, async () => {
      for (const { output } of [await project.previewWithOutput(), await project.up()]) {
        outputs.push(output);
        expect(output).toContain("ghcr:token: this is a workflow's or a GitHub App's token");
        expect(output).toContain("This does not stop the update.");
      }
    });
    await project.up();
  });

  it("is a warning if the registry has errors", async () => {
    const value = await createToken("unseen");
    const fault = { type: "answer", status: 503, body: "ill" };
    await sendControl("faults", {
      match: { kind: "registry", method: "POST" },
      times: "all",
      fault,
    });
    await withSettings({ "ghcr:token": value }, async () => {
      for (const { output } of [await project.previewWithOutput(), await project.up()]) {
        outputs.push(output);
        expect(output).toMatch(/warning: ghcr:repositories\.civilx-universe\.images\./);
      }
    });
    await project.control("knobs", { method: "DELETE" });
    await project.up();
  });
});

describe("ghcr:preflight", () => {
  it("set to `warn` reports failures and continues", async () => {
    const value = await createToken("warned", { scopes: ["read:packages"] });
    await withSettings({ "ghcr:token": value, "ghcr:preflight": "warn" }, async () => {
      // Nothing has to be pushed, so the update itself succeeds.
      const { output } = await project.up();
      outputs.push(output);
      expect(output).toContain("warning: ghcr:token: write:packages is missing");
    });
    await project.up();
  });

  it("set to `off` checks nothing", async () => {
    await withSettings({ "ghcr:preflight": "off" }, async () => {
      const { requests, operations } = await project.up();
      const changed = operations.filter(({ operation }) => operation !== "same");
      expect(changed).toEqual([]);
      expect(requests.map(({ path }) => path)).not.toContain("/api/v3/user");
    });
  });
});

it("sends one request for each token and repository if nothing changed, and no push check", async () => {
  await project.up();
  const { requests, operations } = await project.up();
  expect(operations.filter(({ operation }) => operation !== "same")).toEqual([]);
  expect(requests.filter(({ kind }) => kind === "registry")).toEqual([]);
  expect(requests.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    `GET /api/v3/orgs/${SEED_OWNER}`,
    `GET /api/v3/repos/${SEED_OWNER}/civilx-universe`,
    "GET /api/v3/user",
    "GET /api/v3/user",
  ]);
});

it("never prints a token", () => {
  expect(outputs.length).toBeGreaterThan(10);
  for (const value of tokens) {
    expect(outputs.filter((output) => output.includes(value))).toEqual([]);
  }
});
