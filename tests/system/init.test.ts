import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { parse } from "yaml";
import { SEED_ORGANIZATION } from "../../sandbox/seed";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, SEED_OWNER, type FaultOrder } from "../../sandbox";
import { isWrite, Project } from "./support/project";
import { Typist } from "./support/typist";

const root = join(__dirname, "..", "..");
const bin = join(root, "cli", "bin.mjs");
const token = "ghp_exampleInitDoesAllOfIt";
const weak = "ghp_exampleInitMayOnlyRead";

let project: Project;
let environment: NodeJS.ProcessEnv;
const told: string[] = [];

beforeAll(async () => {
  project = await Project.open();
  const { engine, world } = project;
  const scopes = ["repo", "workflow", "write:packages", "read:packages"];
  await makeToken(token, scopes);
  await makeToken(weak, ["read:packages"]);
  const path = [dirname(engine.pulumi), process.env.PATH ?? ""].join(delimiter);
  environment = { ...process.env, ...world.environment, PATH: path };
  layApp("my-app", "git@github.com:F1bonacci66/my-app.git");
}, 600_000);

afterAll(async () => {
  // No token was ever shown.
  for (const each of [token, weak, ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN]) {
    expect(told.filter((output) => output.includes(each))).toEqual([]);
  }
  await project.close();
}, 60_000);

async function makeToken(value: string, scopes: readonly string[]): Promise<void> {
  const body = JSON.stringify({ token: value, kind: "classic", owner: SEED_OWNER, scopes });
  await project.control("tokens", { method: "POST", body });
}

/** Asks the sandbox's GitHub as the one who administers. */
async function onGitHub(method: string, path: string, body: object): Promise<void> {
  const { status } = await fetch(`http://${project.world.sandbox.address}/${path}`, {
    method,
    headers: { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` },
    body: JSON.stringify(body),
  });
  expect(Math.floor(status / 100)).toBe(2);
}

/** A newcomer's folder, with an image for each folder that is named. */
function layApp(name: string, origin: string | undefined, ...folders: readonly string[]): string {
  const app = join(project.folder, "apps", name);
  for (const folder of ["", ...folders]) {
    mkdirSync(join(app, folder), { recursive: true });
    writeFileSync(join(app, folder, "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
  }
  if (origin !== undefined) {
    const git = (...args: readonly string[]): unknown => spawnSync("git", ["-C", app, ...args]);
    git("init", "--quiet");
    git("remote", "add", "origin", origin);
  }
  return app;
}

interface Said {
  readonly code: number | null;
  readonly output: string;
}

/** Runs init in the program's folder, without a terminal. */
async function init(
  args: readonly string[],
  variables: NodeJS.ProcessEnv = {},
  { input = "", cwd = project.folder }: { readonly input?: string; readonly cwd?: string } = {},
): Promise<Said> {
  const child = spawn(process.execPath, [bin, "init", ...args], {
    cwd,
    env: { ...environment, ...variables },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  child.stdin.on("error", () => undefined).end(input);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  told.push(output);
  return { code, output };
}

const fileOf = (stack: string): string => join(project.folder, `Pulumi.${stack}.yaml`);

function configOf(stack: string): Readonly<Record<string, unknown>> {
  return (parse(readFileSync(fileOf(stack), "utf8")) as { config: Record<string, unknown> }).config;
}

/** What a command of Pulumi's prints. */
function pulumi(args: readonly string[], variables: NodeJS.ProcessEnv = {}): string {
  const { stdout } = spawnSync(project.engine.pulumi, [...args], {
    cwd: project.folder,
    encoding: "utf8",
    env: { ...environment, ...variables },
  });
  return stdout.trim();
}

/** What is there of a stack: its file, and whether the backend has it. */
function tracesOf(stack: string): readonly boolean[] {
  const state = join(project.world.backend, ".pulumi", "stacks", "pulumi-ghcr", `${stack}.json`);
  return [existsSync(fileOf(stack)), existsSync(state)];
}

/** Nothing that was written aside is left. */
function leftovers(): readonly string[] {
  return readdirSync(project.folder).filter((name) => name.includes("partial"));
}

describe("without a terminal", () => {
  it("goes from nothing to an image that was read back", async () => {
    await project.forgetRequests();
    const { code, output } = await init(["apps/my-app", "--yes"], { GHCR_TOKEN: token });
    expect({ code, output }).toMatchObject({ code: 0 });
    const { address } = project.world.sandbox;
    expect(output).toMatch(
      /Token: ghp_… \(classic, fingerprint \w+\) of F1bonacci66, from GHCR_TOKEN/,
    );
    expect(output).toMatch(
      new RegExp(`my-app: ${address}/f1bonacci66/my-app:latest@sha256:[0-9a-f]{64}\n`),
    );
    expect(output).toContain(`1 image is in ${address} under its digest`);
    expect(output).toContain("  pulumi stack output compose --stack prod\n");
    const config = configOf("prod");
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
      expect(pulumi(["config", "get", key, "--stack", "prod"])).toBe(token);
    }
    expect(
      JSON.parse(pulumi(["stack", "output", "images", "--json", "--stack", "prod"])),
    ).toMatchObject({
      "my-app": { tags: [`${address}/f1bonacci66/my-app:latest`] },
    });
    expect(leftovers()).toEqual([]);
  }, 120_000);

  it("run again it changes nothing, also with the token that the stack holds", async () => {
    const before = readFileSync(fileOf("prod"));
    await project.forgetRequests();
    const { code, output } = await init(["apps/my-app", "--yes"]);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain("from the stack");
    expect(output).toContain("Pulumi.prod.yaml says so already");
    expect(output).toContain("8 unchanged");
    expect(readFileSync(fileOf("prod"))).toEqual(before);
    expect((await project.requests()).filter(isWrite)).toEqual([]);
  }, 120_000);

  it("changes only what is answered differently", async () => {
    const before = readFileSync(fileOf("prod"), "utf8");
    const { code, output } = await init(["apps/my-app", "--tag", "1.10", "--tag", "latest"]);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toMatch(/~ {2}docker-build:index:Image my-app update/);
    expect(output).toContain("  pulumi up --stack prod\n");
    const after = readFileSync(fileOf("prod"), "utf8");
    const lines = before.split("\n");
    expect(after.split("\n").filter((line) => !lines.includes(line))).toEqual([
      "  ghcr:defaults:",
      "    # For images that say no others.",
      '    tags: [ "1.10", "latest" ]',
    ]);
    // The preflight opens an upload and gives it up.
    const methods = (await project.requests()).filter(isWrite).map(({ method }) => method);
    expect(methods).toEqual(["POST", "DELETE"]);
  }, 120_000);

  it("tells all that is wanting at once, and makes nothing", async () => {
    const variables = { GHCR_REGISTRY: "https://x", GITHUB_BASE_URL: "nonsense", PATH: "/nothing" };
    const { code, output } = await init(["apps/none", "Pulumi.yaml", "--stack", "none"], variables);
    expect(code).toBe(2);
    for (const problem of [
      "pulumi is not on PATH",
      "GITHUB_BASE_URL: is not an address",
      "GHCR_REGISTRY: 'https://x' is not a registry",
      "'apps/none': there is no such folder",
      "'Pulumi.yaml': is no folder",
    ]) {
      expect(output).toContain(problem);
    }
    expect(await init([], { GHCR_TOKEN: token })).toMatchObject({
      code: 2,
      output: expect.stringContaining("this is the program's own folder; name the one") as string,
    });
    expect(tracesOf("none")).toEqual([false, false]);
  }, 60_000);

  it.each<[string, NodeJS.ProcessEnv, string, number, readonly string[]]>([
    ["no token", {}, "", 2, ["there is no token: put it in the variable GHCR_TOKEN"]],
    ["one that may not push", { GHCR_TOKEN: weak }, "", 1, ["write:packages is wanting"]],
    [
      "one that may not administer",
      { GHCR_TOKEN: PUBLISHER_TOKEN },
      "",
      1,
      ["cannot manage repositories"],
    ],
    ["one that is none", { GHCR_TOKEN: `${token} x` }, "", 1, ["has a blank or a newline inside"]],
    [
      "a second one that is none",
      { GHCR_TOKEN: PUBLISHER_TOKEN, GITHUB_TOKEN: "'x'" },
      "",
      1,
      ["GITHUB_TOKEN: has quotes around it"],
    ],
  ])(
    "with %s it ends before anything is made, and tells where one is made",
    async (_what, variables, input, code, words) => {
      const said = await init(["apps/my-app", "--stack", "none"], variables, { input });
      expect(said.code).toBe(code);
      for (const word of words) expect(said.output).toContain(word);
      expect(said.output).toContain(
        "https://github.com/settings/tokens/new?scopes=repo,write:packages,read:packages&description=pulumi-ghcr",
      );
      expect(tracesOf("none")).toEqual([false, false]);
    },
    60_000,
  );

  it("takes one token that publishes and one that administers", async () => {
    const variables = { GHCR_TOKEN: PUBLISHER_TOKEN, GITHUB_TOKEN: ADMINISTRATOR_TOKEN };
    const { code, output } = await init(["apps/my-app", "--stack", "both"], variables);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(pulumi(["config", "get", "github:token", "--stack", "both"])).toBe(ADMINISTRATOR_TOKEN);
    expect(pulumi(["config", "get", "ghcr:token", "--stack", "both"])).toBe(PUBLISHER_TOKEN);
  }, 60_000);

  it("an organisation's repository is pushed by its member's token, and GitHub builds it where that is said", async () => {
    layApp("shop", `https://github.com/${SEED_ORGANIZATION}/shop.git`, "web");
    const args = ["apps/shop", "--stack", "shop", "--build", "actions", "--visibility", "public"];
    const { code, output } = await init([...args, "--token-stdin"], {}, { input: `${token}\n` });
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain("from the standard input");
    expect(configOf("shop")).toMatchObject({
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
    expect(output).toMatch(/RepositoryFile shop-workflow/);
  }, 60_000);

  it("takes the repository as GitHub writes it, and none that is archived", async () => {
    layApp("UNIVERSE", undefined);
    await onGitHub("POST", "user/repos", { name: "Universe" });
    const args = ["apps/UNIVERSE", "--stack", "universe"];
    expect(await init(args, { GHCR_TOKEN: token })).toMatchObject({ code: 0 });
    expect(configOf("universe")["ghcr:repositories"]).toEqual({
      Universe: { images: { universe: { context: "apps/UNIVERSE" } } },
    });
    await onGitHub("PATCH", `repos/${SEED_OWNER}/Universe`, { archived: true });
    const { code, output } = await init([...args.slice(0, 1), "--stack", "none"], {
      GHCR_TOKEN: token,
    });
    expect(code).toBe(1);
    expect(output).toContain(`${SEED_OWNER}/UNIVERSE: is archived`);
    expect(tracesOf("none")).toEqual([false, false]);
  }, 60_000);

  it("what the preflight refuses ends it after the preview, and the settings stay", async () => {
    layApp("taken", "git@github.com:F1bonacci66/taken.git");
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
    await project.control("faults", { method: "POST", body: JSON.stringify(order) });
    const { code, output } = await init(["apps/taken", "--stack", "taken", "--yes"], variables);
    await project.control("faults", { method: "DELETE" });
    expect({ code, output }).toMatchObject({ code: 1 });
    expect(output).toContain("Preflight found a problem; nothing was changed.");
    expect(output).toContain("The settings stay, and the next init goes on");
    expect(tracesOf("taken")).toEqual([true, true]);
  }, 60_000);
});

/** A home without a login, a passphrase or a stack, with the engine's plugins. */
function newHome(name: string): NodeJS.ProcessEnv {
  const home = join(project.folder, name);
  const pulumiHome = join(home, ".pulumi");
  mkdirSync(pulumiHome, { recursive: true });
  const plugins = join(environment.PULUMI_HOME ?? "", "plugins");
  symlinkSync(plugins, join(pulumiHome, "plugins"));
  const without = [
    "PULUMI_BACKEND_URL",
    "PULUMI_CONFIG_PASSPHRASE",
    "PULUMI_CONFIG_PASSPHRASE_FILE",
  ];
  return {
    ...Object.fromEntries(without.map((variable) => [variable, undefined])),
    HOME: home,
    PULUMI_HOME: pulumiHome,
  };
}

describe("from nothing at all", () => {
  it("Pulumi is logged in on this machine, with a passphrase of its own, and the next command has it", async () => {
    const home = newHome("home");
    const variables = { ...home, GHCR_TOKEN: token };
    const { code, output } = await init(["apps/my-app", "--stack", "first"], variables);
    expect({ code, output }).toMatchObject({ code: 0 });
    const file = join(home.PULUMI_HOME ?? "", "pulumi-ghcr-passphrase");
    expect(output).toContain("The stack is 'first', kept at file://~. Next:");
    expect(output).toContain(`  export PULUMI_CONFIG_PASSPHRASE_FILE=${file}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const secret = ["config", "get", "ghcr:token", "--stack", "first"];
    expect(pulumi(secret, { ...home, PULUMI_CONFIG_PASSPHRASE_FILE: file })).toBe(token);
    expect(pulumi(secret, home)).toBe("");
    const again = await init(["apps/my-app", "--stack", "first"], home);
    expect(again).toMatchObject({ code: 0 });
    expect(again.output).toContain("from the stack");
  }, 120_000);

  it("a backend that is named is taken, and not against the one that a variable names", async () => {
    const home = newHome("other-home");
    const backend = join(project.folder, "states");
    mkdirSync(backend);
    const args = ["apps/my-app", "--stack", "second", "--backend", `file://${backend}`];
    const { code, output } = await init(args, { ...home, GHCR_TOKEN: token });
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain(`kept at file://${backend}`);
    expect(existsSync(join(backend, ".pulumi", "stacks", "pulumi-ghcr", "second.json"))).toBe(true);
    const refused = await init(["apps/my-app", "--stack", "none", ...args.slice(3)], {
      GHCR_TOKEN: token,
    });
    expect(refused.code).toBe(2);
    expect(refused.output).toContain("--backend: PULUMI_BACKEND_URL names another place");
    expect(tracesOf("none")).toEqual([false, false]);
  }, 120_000);

  it.each([300, 900, 1_500, 2_500, 4_000])(
    "killed after %d ms, the next run goes on",
    async (after) => {
      const variables = { ...environment, GHCR_TOKEN: token };
      const args = [bin, "init", "apps/my-app", "--stack", "killed"];
      const child = spawn(process.execPath, args, {
        cwd: project.folder,
        env: variables,
        stdio: "ignore",
      });
      const ended = new Promise((resolve) => child.on("close", resolve));
      await new Promise((resolve) => setTimeout(resolve, after));
      child.kill("SIGKILL");
      await ended;
      // Whatever is there is whole.
      if (existsSync(fileOf("killed")))
        expect(readFileSync(fileOf("killed"), "utf8")).toMatch(/^(#|enc)/);
      const { code, output } = await init(args.slice(2), variables);
      expect({ code, output }).toMatchObject({ code: 0 });
      expect(configOf("killed")).toMatchObject({
        "ghcr:token": { secure: expect.any(String) as string },
      });
      expect(leftovers()).toEqual([]);
      rmSync(fileOf("killed"));
      rmSync(join(project.world.backend, ".pulumi", "stacks", "pulumi-ghcr", "killed.json"), {
        force: true,
      });
    },
    120_000,
  );
});

describe("at a terminal", () => {
  const typed = (args: string): Typist =>
    new Typist(`${process.execPath} ${bin} init ${args}`, { cwd: project.folder, environment });

  it("is three acts: the token's page, a paste that nobody sees, and a yes", async () => {
    layApp("typed", "git@github.com:F1bonacci66/typed.git");
    const typist = typed("apps/typed --stack typed");
    await typist.until("https://github.com/settings/tokens/new?scopes=");
    await typist.answer("Paste the token (it is not shown):", `${token}\r`);
    await typist.answer("Publish this now? yes, no, or change an answer [no]", "yes\r");
    const { code, output } = await typist.ended;
    told.push(output);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toMatch(/typed:latest@sha256:[0-9a-f]{64}/);
  }, 120_000);

  it("another token is asked for, and each answer can be changed before anything is published", async () => {
    layApp("changed", "git@github.com:F1bonacci66/changed.git", "web");
    await project.forgetRequests();
    const typist = typed("apps/changed --stack changed");
    await typist.answer("it is not shown", `${weak}\r`);
    await typist.until("write:packages is wanting");
    // With what a terminal puts around a paste, and a slip that is taken back.
    await typist.answer("it is not shown", `\u001b[200~${token}x\u001b[201~\u007f\r`);
    await typist.answer("change an answer", "change\r");
    await typist.answer("Owner of the packages? [F1bonacci66]", "\r");
    await typist.answer("Images? [changed changed/web]", "changed/web\r");
    await typist.answer("[latest]", "-x\r");
    await typist.answer("'-x' has '-' at character 1", "");
    await typist.answer("[latest]", "1.10, latest\r");
    await typist.answer("actions on GitHub? [pulumi]", "\r");
    await typist.answer("private or public? [private]", "public\r");
    await typist.answer("change an answer", "\r");
    const { code, output } = await typist.ended;
    told.push(output);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(configOf("changed")).toMatchObject({
      "ghcr:defaults": { tags: ["1.10", "latest"] },
      "ghcr:repositories": {
        changed: {
          visibility: "public",
          images: { "changed/web": { context: "apps/changed/web" } },
        },
      },
    });
    expect(
      Object.keys(
        (configOf("changed")["ghcr:repositories"] as { changed: { images: object } }).changed
          .images,
      ),
    ).toEqual(["changed/web"]);
    expect((await project.requests()).filter(isWrite).map(({ path }) => path)).toEqual(
      expect.not.arrayContaining([expect.stringContaining("/manifests/")]),
    );
  }, 120_000);

  it.each([
    ["Ctrl-C", "\u0003", 130],
    ["Ctrl-D", "\u0004", 1],
  ])(
    "%s at the token ends it, and nothing was made",
    async (_what, key, code) => {
      const typist = typed("apps/my-app --stack none; code=$?; stty -a; exit $code");
      await typist.answer("it is not shown", key);
      const ended = await typist.ended;
      expect(ended.code).toBe(code);
      expect(ended.output).toContain("init: stopped; nothing was changed");
      // The terminal shows again what is typed.
      expect(ended.output).toMatch(/[^-]echo /);
      expect(tracesOf("none")).toEqual([false, false]);
    },
    60_000,
  );
});
