import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ADMINISTRATOR_TOKEN, ORGANIZATION_TOKEN, SEED_OWNER } from "../../sandbox";
import { isWrite, Project } from "./support/project";
import { joinLines } from "./support/changes";

/** The tests are one story: a stack that is there already, and preflights that must not harm it. */
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

/** A token of the owner's with what publishing takes, unless it is said otherwise. */
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

/** What was asked that makes or changes something; an upload that is opened makes nothing. */
function listWrites(requests: Parameters<typeof isWrite>[0][]): readonly string[] {
  return requests
    .filter(isWrite)
    .map(({ method, path }) => `${method} ${path}`)
    .filter((line) => !/^(POST|DELETE) \/v2\/.*\/blobs\/uploads\/|^POST \/token/.test(line));
}

/** Runs `up`, which must stop and leave all as it was. Returns its output. */
async function expectUpToStop(): Promise<string> {
  const before = project.readResources();
  const { output, requests } = await project.expectUpToFail();
  expect(listWrites([...requests])).toEqual([]);
  expect(project.readResources()).toEqual(before);
  outputs.push(output);
  return output;
}

/** The same, after a preview, which must stop as well. */
async function expectPreviewAndUpToStop(): Promise<string> {
  const { output, requests } = await project.expectPreviewToFail();
  expect(listWrites([...requests])).toEqual([]);
  expect(output).toContain("nothing was changed");
  outputs.push(output);
  return expectUpToStop();
}

/** With another configuration, and afterwards with the one from before. */
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

describe("a token that publishes", () => {
  const missingScopeCases: [string, object, string[]][] = [
    [
      "read:packages",
      { scopes: ["write:packages"] },
      [
        "ghcr:token: read:packages is missing",
        "in addition to write:packages",
        "settings/tokens/new?scopes=",
      ],
    ],
    [
      "write:packages",
      { scopes: ["read:packages"] },
      ["ghcr:token: write:packages is missing", "does not match expected scopes"],
    ],
    [
      "its life",
      { expiresAt: "2020-01-01T00:00:00Z" },
      ["ghcr:token: GitHub does not recognize this token", "expired or revoked"],
    ],
    ["its word", { revoked: true }, ["ghcr:token: GitHub does not recognize this token"]],
    [
      "the right owner",
      { owner: "Leonardo" },
      [
        "ghcr:repositories.civilx-universe.images.civilx-universe: the registry refuses a push",
        "belongs to Leonardo",
      ],
    ],
  ];
  it.each(missingScopeCases)(
    "without %s stops, and is reported with the fix",
    async (name, change, messages) => {
      const value = await createToken(name.replace(/\W/g, ""), change);
      await withSettings({ "ghcr:token": value }, async () => {
        const output = await expectUpToStop();
        for (const text of messages) expect(joinLines(output)).toContain(text);
      });
    },
    120_000,
  );

  it("and is invalid stops", async () => {
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
    "and is of the kind %s stops",
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

  it("and is not authorized for single sign-on stops, with the page that authorizes it", async () => {
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

  it("and contains a newline is rejected by the settings", async () => {
    await withSettings({ "ghcr:token": "ghp_preflight\nwrapped" }, async () => {
      expect(await expectPreviewAndUpToStop()).toContain("ghcr:token: contains whitespace");
    });
  });

  it("and expires soon warns, and continues", async () => {
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

describe("a token that administers", () => {
  it("and is missing repo stops, together with all other failures", async () => {
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

  it("and is unknown stops", async () => {
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

  it("that is missing and not created by the stack stops; so does one that cannot be internal", async () => {
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

  it("that the stack would create, but exists already, stops", async () => {
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

  it("that was archived stops", async () => {
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
  it("warns, for instance if GitHub's rate limit is exceeded", async () => {
    await sendControl("limits", { requestsPerHour: 0, status: 403 }, "PUT");
    const { output, requests } = await project.expectUpToFail();
    await project.control("knobs", { method: "DELETE" });
    outputs.push(output);
    // The preflight goes on; the provider, which needs GitHub, then does not.
    expect(output).toMatch(
      /warning: github:token: .*\n +Cause +GitHub's rate limit is reached until/,
    );
    expect(listWrites([...requests])).toEqual([]);
  });

  it("warns and continues, for instance for a workflow's own token, which can push and expires soon", async () => {
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

  it("warns and continues, for instance if the registry has errors", async () => {
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
  it("as `warn` reports failures and continues", async () => {
    const value = await createToken("warned", { scopes: ["read:packages"] });
    await withSettings({ "ghcr:token": value, "ghcr:preflight": "warn" }, async () => {
      // Nothing is to be pushed, so that the update itself succeeds.
      const { output } = await project.up();
      outputs.push(output);
      expect(output).toContain("warning: ghcr:token: write:packages is missing");
    });
    await project.up();
  });

  it("as `off` checks nothing", async () => {
    await withSettings({ "ghcr:preflight": "off" }, async () => {
      const { requests, operations } = await project.up();
      const changed = operations.filter(({ operation }) => operation !== "same");
      expect(changed).toEqual([]);
      expect(requests.map(({ path }) => path)).not.toContain("/api/v3/user");
    });
  });
});

it("sends one request a token and one a repository for an unchanged stack, and no probe", async () => {
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

it("no token was printed", () => {
  expect(outputs.length).toBeGreaterThan(10);
  for (const value of tokens) {
    expect(outputs.filter((output) => output.includes(value))).toEqual([]);
  }
});
