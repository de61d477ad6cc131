import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PUBLISHER_TOKEN, SEED_OWNER, type FaultOrder } from "../../sandbox";
import { SEED_ORGANIZATION } from "../../sandbox/seed";
import { Beginner, fullToken, readOnlyToken } from "./support/beginner";
import { joinLines } from "./support/changes";
import { isWrite } from "./support/project";

let beginner: Beginner;
/** The lines that init printed for the new repository. */
let nextLines: string[] = [];

beforeAll(async () => {
  beginner = await Beginner.open();
}, 600_000);

afterAll(async () => {
  await beginner.close();
});

/** The commands below `Next:`, without their descriptions. */
function listNextLines(output: string): string[] {
  const [, next = ""] = output.split("\nNext:\n");
  return next.split("\n").flatMap((line) => /^ {2}(\S.*)$/.exec(line)?.[1] ?? []);
}

describe("without a terminal", () => {
  it("publishes an image and reads it back", async () => {
    await beginner.project.forgetRequests();
    const { code, output } = await beginner.runInit(["apps/my-app", "--yes"], {
      GHCR_TOKEN: fullToken,
    });
    expect({ code, output }).toMatchObject({ code: 0 });
    const { address } = beginner.project.world.sandbox;
    expect(output).toMatch(
      / {6}ghp_… \(classic, fingerprint \w+\) of F1bonacci66\n.*Token: from GHCR_TOKEN \(/,
    );
    expect(output).toMatch(
      new RegExp(`my-app: ${address}/f1bonacci66/my-app:latest@sha256:[0-9a-f]{64}\n`),
    );
    expect(output).toContain("      tags: latest, and a release's version\n");
    expect(output).toContain(`1 image is in ${address} (`);
    const page = "https://github.com/users/F1bonacci66/packages/container";
    expect(output).toContain(
      [
        `\nmy-app:\n  ${page}/package/my-app`,
        `  docker pull ${address}/f1bonacci66/my-app:latest`,
        `  This package is private: pull it after 'docker login ${address}'.`,
        "  Change who can pull it:",
        `  ${page}/my-app/settings\nThe stack 'prod' is stored at `,
      ].join("\n"),
    );
    expect(output).toContain("  npx pulumi-ghcr outputs deploy --stack prod\n");
    const config = beginner.readConfig("prod");
    expect(config).toMatchObject({
      "ghcr:owner": SEED_OWNER,
      "ghcr:repositories": {
        "my-app": {
          create: "empty",
          visibility: "private",
          images: { "my-app": { context: "apps/my-app" } },
        },
      },
    });
    for (const key of ["github:token", "ghcr:token"]) {
      expect(config[key]).toEqual({ secure: expect.stringMatching(/^v1:/) as string });
    }
    const tokens = { "github:token": fullToken, "ghcr:token": fullToken };
    expect(beginner.decryptConfig("prod")).toMatchObject(tokens);
    expect(
      JSON.parse(beginner.runPulumi(["stack", "output", "images", "--json", "--stack", "prod"])),
    ).toMatchObject({
      "my-app": { tags: [`${address}/f1bonacci66/my-app:latest`] },
    });
    expect(beginner.listPartialFiles()).toEqual([]);
  });

  it("changes nothing when it runs again with the stored token", async () => {
    const before = readFileSync(beginner.getStackFile("prod"));
    await beginner.project.forgetRequests();
    const { code, output } = await beginner.runInit(["apps/my-app", "--yes"]);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain("from the stack");
    expect(output).toContain("Pulumi.prod.yaml is up to date");
    expect(output).toContain("8 unchanged");
    expect(output).toContain("pulumi up: not needed: nothing to change");
    expect(output).toMatch(/my-app:latest@sha256:[0-9a-f]{64}\n/);
    expect(readFileSync(beginner.getStackFile("prod"))).toEqual(before);
    expect((await beginner.project.listRequests()).filter(isWrite)).toEqual([]);
  });

  it("changes only the settings whose answers changed, and does not add an image that was left out before", async () => {
    beginner.createApp("my-app", undefined, "extra");
    const before = readFileSync(beginner.getStackFile("prod"), "utf8");
    await beginner.project.forgetRequests();
    const { code, output } = await beginner.runInit([
      "apps/my-app",
      "--tag",
      "1.10",
      "--tag",
      "latest",
    ]);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain("      tags: 1.10, latest\n");
    expect(joinLines(output)).toContain(
      "skipped: my-app/extra: is not in the settings; to include it: --image my-app/extra",
    );
    expect(output).toMatch(/~ {2}docker-build:index:Image my-app update/);
    expect(output).toContain("Nothing was published. Pulumi.prod.yaml keeps these settings.");
    expect(output).toContain("  npx pulumi up --stack prod\n");
    const after = readFileSync(beginner.getStackFile("prod"), "utf8");
    const lines = before.split("\n");
    expect(after.split("\n").filter((line) => !lines.includes(line))).toEqual([
      "  ghcr:defaults:",
      "    # For images without tags of their own.",
      '    tags: [ "1.10", latest ]',
    ]);
    // The token pushed the image before, so the preflight does not check its permission again.
    expect((await beginner.project.listRequests()).filter(isWrite)).toEqual([]);
  });

  it("without a Dockerfile it names the options, also if the stack exists, and asks for no token", async () => {
    mkdirSync(join(beginner.project.folder, "apps", "site"));
    for (const stack of ["none", "prod"]) {
      const { code, output } = await beginner.runInit(["apps/site", "--stack", stack, "--yes"]);
      expect(code).toBe(2);
      expect(output).toContain("no Dockerfile below");
      for (const option of ["--starter node|", "--build actions: ", "--mirror REFERENCE: "]) {
        expect(output).toContain(option);
      }
      expect(output).toContain("s: nothing was changed\n");
      expect(output).not.toContain("the token is missing");
    }
    const wrong = await beginner.runInit(["--mirror", "postgres:alpine", "--stack", "none"]);
    expect(wrong).toMatchObject({
      code: 2,
      output: expect.stringContaining("--mirror: 'postgres:alpine' is not a reference") as string,
    });
    expect(beginner.checkFileAndState("none")).toEqual([false, false]);
  });

  it("mirrors an image with one token, which only publishes", async () => {
    const { address } = beginner.project.world.sandbox;
    const from = `${address}/f1bonacci66/my-app:latest`;
    const { code, output } = await beginner.runInit(
      ["--mirror", from, "--owner", SEED_ORGANIZATION, "--stack", "mirrors", "--yes"],
      { GHCR_TOKEN: PUBLISHER_TOKEN, GITHUB_TOKEN: "" },
    );
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain("Scan: 1 to mirror (");
    expect(output).toMatch(
      new RegExp(`my-app: ${address}/${SEED_ORGANIZATION.toLowerCase()}/my-app:latest@sha256:`),
    );
    expect(output).toContain("  npx pulumi-ghcr mirrors --check --stack mirrors\n");
    expect(output).not.toContain("pulumi-ghcr push");
    expect(beginner.readConfig("mirrors")).toEqual({
      "ghcr:owner": SEED_ORGANIZATION,
      "ghcr:username": SEED_OWNER,
      "ghcr:mirrors": { "my-app": from },
      "ghcr:token": { secure: expect.any(String) as string },
    });
    expect(readFileSync(beginner.getStateFile("mirrors"), "utf8")).not.toContain(
      "providers:github",
    );
  });

  // tests/system/starters.test.ts builds it.
  it("writes a Dockerfile to start from", async () => {
    const app = join(beginner.project.folder, "apps", "site");
    writeFileSync(join(app, "index.html"), "<p>");
    writeFileSync(join(app, ".env"), "SECRET=example");
    const missing = await beginner.runInit(["apps/site", "--stack", "site", "--starter", "static"]);
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.output).toContain(
      "nothing was changed, apart from the new apps/site/Dockerfile and apps/site/.dockerignore",
    );
  });

  it("reports everything that is missing at once, and creates nothing", async () => {
    const variables = { GHCR_REGISTRY: "https://x", GITHUB_BASE_URL: "nonsense" };
    const { code, output } = await beginner.runInit(
      ["apps/none", "Pulumi.yaml", "--stack", "none"],
      variables,
    );
    expect(code).toBe(2);
    for (const problem of [
      "GITHUB_BASE_URL: is not a URL",
      "GHCR_REGISTRY: 'https://x' is not a registry",
      "'apps/none': no such folder",
      "'Pulumi.yaml': is a file; name the folder that it is in",
    ]) {
      expect(output).toContain(problem);
    }
    expect(await beginner.runInit([], { GHCR_TOKEN: fullToken })).toMatchObject({
      code: 2,
      output: expect.stringContaining(
        "this folder is the clone of pulumi-ghcr; name the folder",
      ) as string,
    });
    expect(beginner.checkFileAndState("none")).toEqual([false, false]);
  });

  it.each<[string, NodeJS.ProcessEnv, number, readonly string[]]>([
    ["without a token", {}, 2, ["the token is missing: set GHCR_TOKEN"]],
    [
      "with a token that can only pull",
      { GHCR_TOKEN: readOnlyToken },
      1,
      [
        "write:packages is missing",
        "the scope repo is missing",
        "GHCR_TOKEN, ghp_… (classic, fingerprint",
      ],
    ],
    [
      "with two texts that are not tokens",
      { GHCR_TOKEN: "ghp_example x", GITHUB_TOKEN: "'x'" },
      1,
      ["GHCR_TOKEN: contains whitespace", "GITHUB_TOKEN: has quotes around it"],
    ],
  ])(
    "%s it stops before it creates anything, and shows where to create a token",
    async (_what, variables, code, words) => {
      const result = await beginner.runInit(["apps/my-app", "--stack", "none"], variables);
      expect(result.code).toBe(code);
      for (const word of words) expect(result.output).toContain(word);
      // The address appears once, and each cause at most once for each token.
      expect(result.output.match(/https:\/\/\S+/g)).toEqual([
        "https://github.com/settings/tokens/new?scopes=repo,write:packages,read:packages&description=pulumi-ghcr",
      ]);
      for (const cause of ["GitHub does not know", "write:packages is missing."]) {
        expect(result.output.split(cause).length).toBeLessThan(3);
      }
      if (code === 1) expect(result.output).toMatch(/FAILED after [\d.]+ s: nothing was changed\n/);
      expect(beginner.checkFileAndState("none")).toEqual([false, false]);
    },
    60_000,
  );

  it("sets up an organization's repository with a member's token, and lets GitHub Actions build it on request", async () => {
    beginner.createApp("shop", `https://github.com/${SEED_ORGANIZATION}/shop.git`, "web");
    const args = ["apps/shop", "--stack", "shop", "--build", "actions", "--visibility", "public"];
    args.push("--yes");
    const { code, output } = await beginner.runInit(
      [...args, "--token-stdin"],
      {},
      `${fullToken}\n`,
    );
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain("from the standard input");
    expect(beginner.readConfig("shop")).toMatchObject({
      "ghcr:owner": SEED_ORGANIZATION,
      "ghcr:username": SEED_OWNER,
      "ghcr:repositories": {
        shop: {
          create: "empty",
          visibility: "public",
          workflow: { root: "apps/shop" },
          images: { shop: { context: "apps/shop" }, "shop/web": { context: "apps/shop/web" } },
        },
      },
    });
    expect(joinLines(output)).toContain(
      `the workflow is not committed before your first push to ${SEED_ORGANIZATION}/shop`,
    );
    expect(output).not.toContain("RepositoryFile");
    expect(output).toContain("shop/web: not built by its workflow yet, so not pinned");
    expect(output).toContain(
      `https://github.com/${SEED_ORGANIZATION}/shop/actions\n[6/6] Read back: GitHub builds the images after your first push and an update (`,
    );
    nextLines = listNextLines(output);
  });

  it("prints the lines that push the folder's files and then commit the workflow, as they must be typed", async () => {
    const last = nextLines.pop();
    expect(nextLines).toEqual([
      "git -C apps/shop add --all",
      "git -C apps/shop commit -m 'First commit'",
      "git -C apps/shop push -u origin main",
      "npx pulumi up --stack shop",
      "git -C apps/shop pull",
    ]);
    expect(last).toBe("npx pulumi up --stack shop");
    const { code, output } = await beginner.runLines(nextLines);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toMatch(/RepositoryFile shop-workflow created/);
    const folder = join(beginner.project.folder, "apps", "shop");
    // The workflow's first run finds the Dockerfiles.
    expect(
      spawnSync("git", ["-C", folder, "ls-tree", "-r", "--name-only", "origin/main"], {
        encoding: "utf8",
      }).stdout,
    ).toBe(".github/workflows/publish.yml\nDockerfile\nweb/Dockerfile\n");
  });

  it("rejects an archived repository", async () => {
    beginner.createApp("UNIVERSE", undefined);
    await beginner.requestGitHub("POST", "user/repos", { name: "Universe" });
    await beginner.requestGitHub("PATCH", `repos/${SEED_OWNER}/Universe`, { archived: true });
    const args = ["apps/UNIVERSE", "--stack", "none"];
    const { code, output } = await beginner.runInit(args, { GHCR_TOKEN: fullToken });
    expect(code).toBe(1);
    expect(output).toContain(`${SEED_OWNER}/UNIVERSE: is archived`);
    expect(beginner.checkFileAndState("none")).toEqual([false, false]);
  });

  it("accepts separate tokens, does not create a repository that a fine-grained one may not be able to see, and keeps the settings after a failed preflight", async () => {
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
    beginner.createApp("hidden", "git@github.com:F1bonacci66/hidden.git");
    const order: Partial<FaultOrder> = {
      match: { method: "POST", path: "/v2/f1bonacci66/hidden/blobs/uploads/" },
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
    const { code, output } = await beginner.runInit(["apps/hidden", "--stack", "hidden", "--yes"], {
      GHCR_TOKEN: PUBLISHER_TOKEN,
      GITHUB_TOKEN: administrator,
    });
    await beginner.project.control("faults", { method: "DELETE" });
    expect({ code, output }).toMatchObject({ code: 1 });
    expect(joinLines(output)).toContain(
      "F1bonacci66/hidden: whether it exists is unknown: GitHub also answers 404 for a repository that the token was not granted.",
    );
    expect(output).not.toContain("skipped: ");
    expect(output).toContain("Preflight found a problem; nothing was changed.");
    expect(output).toContain("see Pulumi's output above; the settings are kept");
    expect(output).toContain(
      "\n  npx pulumi up --stack hidden\n      continues after you fix that",
    );
    expect(beginner.readConfig("hidden")["ghcr:repositories"]).toEqual({
      hidden: { images: { hidden: { context: "apps/hidden" } } },
    });
    expect(beginner.decryptConfig("hidden")).toMatchObject({
      "github:token": administrator,
      "ghcr:token": PUBLISHER_TOKEN,
    });
    expect(beginner.checkFileAndState("hidden")).toEqual([true, true]);
  });
});
