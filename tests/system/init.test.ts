import { readFileSync } from "node:fs";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, SEED_OWNER, type FaultOrder } from "../../sandbox";
import { SEED_ORGANIZATION } from "../../sandbox/seed";
import { Beginner, token, weak } from "./support/beginner";
import { isWrite } from "./support/project";

let beginner: Beginner;

beforeAll(async () => {
  beginner = await Beginner.open();
}, 600_000);

afterAll(async () => {
  await beginner.close();
});

describe("without a terminal", () => {
  it("publishes an image and reads it back", async () => {
    await beginner.project.forgetRequests();
    const { code, output } = await beginner.init(["apps/my-app", "--yes"], { GHCR_TOKEN: token });
    expect({ code, output }).toMatchObject({ code: 0 });
    const { address } = beginner.project.world.sandbox;
    expect(output).toMatch(
      / {6}ghp_… \(classic, fingerprint \w+\) of F1bonacci66\n.*Token: from GHCR_TOKEN \(/,
    );
    expect(output).toMatch(
      new RegExp(`my-app: ${address}/f1bonacci66/my-app:latest@sha256:[0-9a-f]{64}\n`),
    );
    expect(output).toContain("      tags: latest, and a release's version\n");
    expect(output).toContain(`1 image is in ${address} under its digest`);
    expect(output).toContain("  pulumi stack output compose --stack prod > compose.lock.yaml\n");
    const config = beginner.configOf("prod");
    expect(config).toMatchObject({
      "ghcr:owner": SEED_OWNER,
      "ghcr:repositories": {
        "my-app": {
          create: true,
          visibility: "private",
          images: { "my-app": { context: "apps/my-app" } },
        },
      },
    });
    for (const key of ["github:token", "ghcr:token"]) {
      expect(config[key]).toEqual({ secure: expect.stringMatching(/^v1:/) as string });
      expect(beginner.pulumi(["config", "get", key, "--stack", "prod"])).toBe(token);
    }
    expect(
      JSON.parse(beginner.pulumi(["stack", "output", "images", "--json", "--stack", "prod"])),
    ).toMatchObject({
      "my-app": { tags: [`${address}/f1bonacci66/my-app:latest`] },
    });
    expect(beginner.leftovers()).toEqual([]);
  });

  it("changes nothing when run again, also with the stack's token", async () => {
    const before = readFileSync(beginner.fileOf("prod"));
    await beginner.project.forgetRequests();
    const { code, output } = await beginner.init(["apps/my-app", "--yes"]);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain("from the stack");
    expect(output).toContain("Pulumi.prod.yaml is up to date");
    expect(output).toContain("8 unchanged");
    expect(output).toContain("pulumi up: not needed: nothing to change");
    expect(output).toMatch(/my-app:latest@sha256:[0-9a-f]{64}\n/);
    expect(readFileSync(beginner.fileOf("prod"))).toEqual(before);
    expect((await beginner.project.requests()).filter(isWrite)).toEqual([]);
  });

  it("changes only what differs from the previous answers", async () => {
    const before = readFileSync(beginner.fileOf("prod"), "utf8");
    await beginner.project.forgetRequests();
    const { code, output } = await beginner.init([
      "apps/my-app",
      "--tag",
      "1.10",
      "--tag",
      "latest",
    ]);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain("      tags: 1.10, latest\n");
    expect(output).toMatch(/~ {2}docker-build:index:Image my-app update/);
    expect(output).toContain("  pulumi up --stack prod\n");
    const after = readFileSync(beginner.fileOf("prod"), "utf8");
    const lines = before.split("\n");
    expect(after.split("\n").filter((line) => !lines.includes(line))).toEqual([
      "  ghcr:defaults:",
      "    # For images without tags of their own.",
      '    tags: [ "1.10", latest ]',
    ]);
    // What this token pushed it may push: the preflight need not open an upload to find out.
    expect((await beginner.project.requests()).filter(isWrite)).toEqual([]);
  });

  it("does not add an image again that was left out, unless it is named", async () => {
    beginner.layApp("two", "git@github.com:F1bonacci66/two.git", "web");
    const args = ["apps/two", "--stack", "two"];
    const variables = { GHCR_TOKEN: token };
    const images = (): readonly string[] => {
      const all = beginner.configOf("two")["ghcr:repositories"] as { two: { images: object } };
      return Object.keys(all.two.images);
    };
    expect(await beginner.init([...args, "--image", "two/web"], variables)).toMatchObject({
      code: 0,
    });
    expect(images()).toEqual(["two/web"]);
    const { code, output } = await beginner.init(args, variables);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain("skipped: two: is not in the settings; to include it: --image two");
    expect(output).toContain("Nothing was published. Pulumi.two.yaml keeps these settings.");
    expect(images()).toEqual(["two/web"]);
    expect(await beginner.init([...args, "--image", "two"], variables)).toMatchObject({ code: 0 });
    expect(images()).toEqual(["two/web", "two"]);
  });

  it("exits before asking for a token if there is no Dockerfile", async () => {
    const { code, output } = await beginner.init(["components", "--stack", "none"]);
    expect(code).toBe(2);
    expect(output).toContain("no Dockerfile below");
    expect(output).not.toContain("the token is missing");
  });

  it("reports everything that is missing at once, and creates nothing", async () => {
    const variables = { GHCR_REGISTRY: "https://x", GITHUB_BASE_URL: "nonsense", PATH: "/nothing" };
    const { code, output } = await beginner.init(
      ["apps/none", "Pulumi.yaml", "--stack", "none"],
      variables,
    );
    expect(code).toBe(2);
    for (const problem of [
      "pulumi is not on PATH",
      "GITHUB_BASE_URL: is not a URL",
      "GHCR_REGISTRY: 'https://x' is not a registry",
      "'apps/none': no such folder",
      "'Pulumi.yaml': is a file; name the folder that it is in",
    ]) {
      expect(output).toContain(problem);
    }
    expect(await beginner.init([], { GHCR_TOKEN: token })).toMatchObject({
      code: 2,
      output: expect.stringContaining(
        "this folder is the clone of pulumi-ghcr; name the folder",
      ) as string,
    });
    expect(beginner.tracesOf("none")).toEqual([false, false]);
  });

  it.each<[string, NodeJS.ProcessEnv, string, number, readonly string[]]>([
    ["no token", {}, "", 2, ["the token is missing: set GHCR_TOKEN"]],
    ["one that may not push", { GHCR_TOKEN: weak }, "", 1, ["write:packages is missing"]],
    [
      "one that lacks both",
      { GHCR_TOKEN: weak },
      "",
      1,
      ["the scope repo is missing", "GHCR_TOKEN, ghp_… (classic, fingerprint"],
    ],
    [
      "one that may not administer",
      { GHCR_TOKEN: PUBLISHER_TOKEN },
      "",
      1,
      ["cannot manage repositories"],
    ],
    ["one that is none", { GHCR_TOKEN: `${token} x` }, "", 1, ["contains whitespace"]],
    [
      "two that are none",
      { GHCR_TOKEN: "ghp_example x", GITHUB_TOKEN: "'x'" },
      "",
      1,
      ["GHCR_TOKEN: contains whitespace", "GITHUB_TOKEN: has quotes around it"],
    ],
    [
      "one that GitHub does not know",
      { GHCR_TOKEN: "ghp_exampleNobodyMadeIt" },
      "",
      1,
      ["The token is mistyped, expired or revoked"],
    ],
  ])(
    "with %s it ends before anything is made, and tells where one is made",
    async (_what, variables, input, code, words) => {
      const result = await beginner.init(["apps/my-app", "--stack", "none"], variables, input);
      expect(result.code).toBe(code);
      for (const word of words) expect(result.output).toContain(word);
      // One address, and each cause once.
      expect(result.output.match(/https:\/\/\S+/g)).toEqual([
        "https://github.com/settings/tokens/new?scopes=repo,write:packages,read:packages&description=pulumi-ghcr",
      ]);
      for (const cause of ["GitHub does not know", "write:packages is missing."]) {
        expect(result.output.split(cause).length).toBeLessThan(3);
      }
      if (code === 1) expect(result.output).toMatch(/FAILED after [\d.]+ s: nothing was changed\n/);
      expect(beginner.tracesOf("none")).toEqual([false, false]);
    },
    60_000,
  );

  it("accepts separate tokens for publishing and administration", async () => {
    const variables = { GHCR_TOKEN: PUBLISHER_TOKEN, GITHUB_TOKEN: ADMINISTRATOR_TOKEN };
    const { code, output } = await beginner.init(["apps/my-app", "--stack", "both"], variables);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(beginner.pulumi(["config", "get", "github:token", "--stack", "both"])).toBe(
      ADMINISTRATOR_TOKEN,
    );
    expect(beginner.pulumi(["config", "get", "ghcr:token", "--stack", "both"])).toBe(
      PUBLISHER_TOKEN,
    );
  });

  it("pushes to an organization's repository with a member's token, and lets GitHub build it on request", async () => {
    beginner.layApp("shop", `https://github.com/${SEED_ORGANIZATION}/shop.git`, "web");
    const args = ["apps/shop", "--stack", "shop", "--build", "actions", "--visibility", "public"];
    args.push("--yes");
    const { code, output } = await beginner.init([...args, "--token-stdin"], {}, `${token}\n`);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain("from the standard input");
    expect(beginner.configOf("shop")).toMatchObject({
      "ghcr:owner": SEED_ORGANIZATION,
      "ghcr:username": SEED_OWNER,
      "ghcr:repositories": {
        shop: {
          create: true,
          visibility: "public",
          workflow: { root: "apps/shop" },
          images: { shop: { context: "apps/shop" }, "shop/web": { context: "apps/shop/web" } },
        },
      },
    });
    expect(output).toMatch(/RepositoryFile shop-workflow created/);
    expect(output).toContain("shop/web: not built by its workflow yet, so not pinned");
    expect(output).toContain(
      `GitHub builds them when something is pushed there: https://github.com/${SEED_ORGANIZATION}/shop/actions (`,
    );
    expect(output).toContain("  pulumi up --stack shop\n");
  });

  it("makes no repository that a fine-grained token may only not see", async () => {
    const administrator = "github_pat_11EXAMPLE0_grantedNothing";
    await beginner.project.control("tokens", {
      method: "POST",
      body: JSON.stringify({
        token: administrator,
        kind: "fine-grained",
        owner: SEED_OWNER,
        permissions: { administration: "write", secrets: "write" },
      }),
    });
    beginner.layApp("hidden", "git@github.com:F1bonacci66/hidden.git");
    const variables = { GHCR_TOKEN: PUBLISHER_TOKEN, GITHUB_TOKEN: administrator };
    const { output } = await beginner.init(["apps/hidden", "--stack", "hidden"], variables);
    expect(output.replace(/\s+/g, " ")).toContain(
      "F1bonacci66/hidden: whether it exists is unknown: GitHub also answers 404 for a repository that the token was not granted.",
    );
    expect(output).not.toContain("skipped: ");
    expect(beginner.configOf("hidden")["ghcr:repositories"]).toEqual({
      hidden: { images: { hidden: { context: "apps/hidden" } } },
    });
  });

  it("takes the repository as GitHub writes it, and none that is archived", async () => {
    beginner.layApp("UNIVERSE", undefined);
    await beginner.onGitHub("POST", "user/repos", { name: "Universe" });
    const args = ["apps/UNIVERSE", "--stack", "universe"];
    expect(await beginner.init(args, { GHCR_TOKEN: token })).toMatchObject({ code: 0 });
    expect(beginner.configOf("universe")["ghcr:repositories"]).toEqual({
      Universe: { images: { universe: { context: "apps/UNIVERSE" } } },
    });
    await beginner.onGitHub("PATCH", `repos/${SEED_OWNER}/Universe`, { archived: true });
    const { code, output } = await beginner.init([...args.slice(0, 1), "--stack", "none"], {
      GHCR_TOKEN: token,
    });
    expect(code).toBe(1);
    expect(output).toContain(`${SEED_OWNER}/UNIVERSE: is archived`);
    expect(beginner.tracesOf("none")).toEqual([false, false]);
  });

  it("what the preflight refuses ends it after the preview, and the settings stay", async () => {
    beginner.layApp("taken", "git@github.com:F1bonacci66/taken.git");
    const variables = { GHCR_TOKEN: PUBLISHER_TOKEN, GITHUB_TOKEN: token };
    const order: Partial<FaultOrder> = {
      match: { method: "POST", path: "/v2/f1bonacci66/taken/blobs/uploads/" },
      times: "all",
      fault: {
        type: "answer",
        status: 403,
        headers: {},
        body: { errors: [{ code: "DENIED", message: "permission_denied: write_package" }] },
        carriedOut: false,
      },
    };
    await beginner.project.control("faults", { method: "POST", body: JSON.stringify(order) });
    const { code, output } = await beginner.init(
      ["apps/taken", "--stack", "taken", "--yes"],
      variables,
    );
    await beginner.project.control("faults", { method: "DELETE" });
    expect({ code, output }).toMatchObject({ code: 1 });
    expect(output).toContain("Preflight found a problem; nothing was changed.");
    expect(output).toContain("see Pulumi's output above; the settings are kept");
    expect(output).toContain("\n  pulumi up --stack taken\n      continues after you fix that");
    expect(beginner.tracesOf("taken")).toEqual([true, true]);
  });
});
