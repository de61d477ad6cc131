import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { SEED_OWNER } from "../../sandbox";
import { Beginner, commandFile, fullToken, readOnlyToken } from "./support/beginner";
import { findProcesses } from "./support/processes";
import { isWrite } from "./support/project";
import { getFinalLines, TerminalUser } from "./support/terminalUser";

let beginner: Beginner;
/** A token that can do everything except commit a workflow. */
const noWorkflowToken = "ghp_exampleInitCommitsNoWorkflow";

beforeAll(async () => {
  beginner = await Beginner.open();
}, 600_000);

afterAll(async () => {
  await beginner.close();
});

/** A home folder without a login, passphrase or stack, but with Pulumi's plugins. */
function createHome(name: string): NodeJS.ProcessEnv {
  const home = join(beginner.project.folder, name);
  const pulumiHome = join(home, ".pulumi");
  mkdirSync(pulumiHome, { recursive: true });
  const plugins = join(beginner.environment.PULUMI_HOME ?? "", "plugins");
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

describe("on a new machine", () => {
  it("logs Pulumi in to a local backend with a new passphrase, which the next command uses", async () => {
    const home = createHome("home");
    const variables = { ...home, GHCR_TOKEN: fullToken };
    const { code, output } = await beginner.runInit(["apps/my-app", "--stack", "first"], variables);
    expect({ code, output }).toMatchObject({ code: 0 });
    const file = join(home.PULUMI_HOME ?? "", "pulumi-ghcr-passphrase");
    expect(output).toContain("The stack 'first' is stored at file://~\nNext:\n");
    expect(output).toContain(`  export PULUMI_CONFIG_PASSPHRASE_FILE=${file}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const secret = ["config", "get", "ghcr:token", "--stack", "first"];
    expect(beginner.runPulumi(secret, { ...home, PULUMI_CONFIG_PASSPHRASE_FILE: file })).toBe(
      fullToken,
    );
    expect(beginner.runPulumi(secret, home)).toBe("");
    const status = [process.execPath, commandFile, "status", "--stack", "first"];
    expect((await beginner.run(status, home)).output).toContain("ghcr:token    never expires");
  });

  it("reports a backend that conflicts with the variable", async () => {
    const { code, output } = await beginner.runInit(
      ["apps/my-app", "--stack", "none", "--backend", "file://~"],
      { GHCR_TOKEN: fullToken },
    );
    expect(code).toBe(2);
    expect(output).toContain("--backend: PULUMI_BACKEND_URL names another backend");
    expect(beginner.checkFileAndState("none")).toEqual([false, false]);
  });

  it("reports a login to a folder that no longer exists, and accepts another one", async () => {
    const home = createHome("gone-home");
    const gone = `file://${join(beginner.project.folder, "gone")}`;
    mkdirSync(join(beginner.project.folder, "gone"));
    beginner.runPulumi(["login", gone], home);
    rmSync(join(beginner.project.folder, "gone"), { recursive: true });
    const args = ["apps/my-app", "--stack", "gone"];
    const variables = { ...home, GHCR_TOKEN: fullToken };
    const { code, output } = await beginner.runInit(args, variables);
    expect(code).toBe(2);
    // Messages are wrapped.
    const text = output.replace(/\s+/g, " ");
    expect(text).toContain("FAILED after");
    expect(text).toContain("s: nothing was changed Pulumi is logged in at");
    expect(text).toContain(`Pulumi is logged in at ${gone}, which cannot be opened: stat `);
    expect(text).toContain("name another backend: --backend file://~");
    const backend = join(beginner.project.folder, "states");
    mkdirSync(backend);
    const other = await beginner.runInit([...args, "--backend", `file://${backend}`], variables);
    expect(other).toMatchObject({ code: 0 });
    expect(other.output).toContain(`is stored at file://${backend}\n`);
    expect(existsSync(join(backend, ".pulumi", "stacks", "pulumi-ghcr", "gone.json"))).toBe(true);
    const named = await beginner.runInit(args, { ...variables, PULUMI_BACKEND_URL: gone });
    expect(named.code).toBe(2);
    expect(named.output.replace(/\s+/g, " ")).toContain(
      `PULUMI_BACKEND_URL: ${gone} cannot be opened`,
    );
  });

  it("the run after those that were killed completes", async () => {
    const variables = { ...beginner.environment, GHCR_TOKEN: fullToken };
    const args = [commandFile, "init", "apps/my-app", "--stack", "killed"];
    for (const after of [300, 1_500, 4_000]) {
      const child = spawn(process.execPath, args, {
        cwd: beginner.project.folder,
        env: variables,
        stdio: "ignore",
      });
      const ended = new Promise((resolve) => child.on("close", resolve));
      await new Promise((resolve) => setTimeout(resolve, after));
      child.kill("SIGKILL");
      await ended;
      // No file is incomplete.
      if (existsSync(beginner.getStackFile("killed")))
        expect(readFileSync(beginner.getStackFile("killed"), "utf8")).toMatch(/^(#|enc)/);
    }
    const { code, output } = await beginner.runInit(args.slice(2), variables);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(beginner.readConfig("killed")).toMatchObject({
      "ghcr:token": { secure: expect.any(String) as string },
    });
    expect(beginner.listPartialFiles()).toEqual([]);
  }, 120_000);
});

/** The process IDs of init for this stack. */
function listInits(stack: string): readonly number[] {
  return findProcesses(beginner.project.folder)
    .filter(
      ({ line }) => /^\S*node .*bin\.mjs init/.test(line) && line.includes(`--stack ${stack}`),
    )
    .map(({ pid }) => pid);
}

async function waitForExit(stack: string): Promise<void> {
  while (listInits(stack).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

describe("at a terminal", () => {
  afterEach(() => {
    TerminalUser.closeAll();
  });

  const startInit = (args: string, variables: NodeJS.ProcessEnv = {}): TerminalUser =>
    new TerminalUser(`${process.execPath} ${commandFile} init ${args}`, {
      cwd: beginner.project.folder,
      environment: { ...beginner.environment, ...variables },
    });
  /** Lines wider than 80 columns, except addresses and Pulumi's output. */
  const listWideLines = (output: string): readonly string[] =>
    getFinalLines(output).filter(
      (line) => line.length > 80 && !/https:|file:|@sha256:|^ \+/.test(line),
    );

  it("takes three steps: open the token page, paste the token (which is not shown), and confirm", async () => {
    beginner.createApp("typed", "git@github.com:F1bonacci66/typed.git");
    const user = startInit("apps/typed --stack typed");
    await user.waitFor("https://github.com/settings/tokens/new?scopes=");
    // Enter without a token is not accepted, because no token is stored yet.
    await user.answer("Paste the token (it is not shown)", "\r");
    await user.answer("Nothing was pasted", `${fullToken}\r`);
    // The default is no.
    await user.answer("Publish this now?", "\u001b[A\r");
    const { code, output } = await user.ended;
    beginner.outputs.push(output);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toMatch(/typed:latest@sha256:[0-9a-f]{64}/);
    const again = startInit("apps/typed --stack typed", { TERM: "dumb" });
    await again.answer("or press Enter for the stored one (it is not shown)", "\r");
    const second = await again.ended;
    expect(second).toMatchObject({ code: 0 });
    expect(second.output).toContain("pulumi up: not needed: nothing to change");
    expect(second.output).not.toContain("Publish this now?");
    // A dumb terminal gets no escape codes.
    expect(second.output).not.toContain("\u001b");
    expect(listWideLines(second.output)).toEqual([]);
  });

  it("keeps the settings if the next round of questions fails", async () => {
    beginner.createApp("rounds", "git@github.com:F1bonacci66/rounds.git");
    const user = startInit("apps/rounds --stack rounds", { TERM: "dumb" });
    await user.answer("it is not shown", `${readOnlyToken}\r`);
    await user.answer("it is not shown", `${fullToken}\r`);
    const question = "Publish this now? yes, no, change [no]";
    await user.answer(question, "ye\r");
    await user.waitFor("'ye' is not an answer: type yes, no, change");
    await user.answer(question, "change\r");
    await user.answer("Owner of the packages?", "somebody-else\r");
    await user.waitFor("'somebody-else' owns none of the repositories found: F1bonacci66/rounds");
    await user.answer("Owner of the packages?", "\r");
    await beginner.requestGitHub("POST", "user/repos", { name: "rounds" });
    await beginner.requestGitHub("PATCH", `repos/${SEED_OWNER}/rounds`, { archived: true });
    for (const question of ["Images?", "Tags (", "images built?", "Visibility of"]) {
      await user.answer(question, "\r");
    }
    const { code, output } = await user.ended;
    beginner.outputs.push(output);
    expect(code).toBe(1);
    expect(output).toContain(`${SEED_OWNER}/rounds: is archived`);
    expect(output).toContain("FAILED");
    expect(output).toContain("the settings are kept; run init again to continue");
    expect(output).not.toContain("nothing was changed");
    expect(listWideLines(output)).toEqual([]);
    expect(beginner.checkFileAndState("rounds")).toEqual([true, true]);
  });

  it("treats Ctrl-C while Pulumi runs as an interruption", async () => {
    beginner.createApp("stopped", "git@github.com:F1bonacci66/stopped.git");
    const user = startInit("apps/stopped --stack stopped");
    await user.answer("it is not shown", `${fullToken}\r`);
    await user.answer("Previewing update", "\u0003");
    const { code, output } = await user.ended;
    beginner.outputs.push(output);
    expect([code, output]).toEqual([
      130,
      expect.stringContaining("interrupted; run init again to continue"),
    ]);
  });

  it("asks for another token, lets each answer be changed before publishing, and asks again if a change needs to commit a workflow", async () => {
    await beginner.createToken(noWorkflowToken, ["repo", "write:packages", "read:packages"]);
    beginner.createApp("changed", "git@github.com:F1bonacci66/changed.git", "web");
    await beginner.project.forgetRequests();
    const user = startInit("apps/changed --stack changed");
    await user.answer("it is not shown", `${readOnlyToken}\r`);
    await user.waitFor("The scope write:packages");
    // A bracketed paste, and a typo that is deleted.
    await user.answer("it is not shown", `\u001b[200~${noWorkflowToken}x\u001b[201~\u007f\r`);
    await user.answer("Publish this now?", "\u001b[B\r");
    await user.answer("Owner of the packages?", "\r");
    await user.answer("Images?", "changed/wep\r");
    // The input stays, and can be corrected.
    await user.answer("did you mean 'changed/web'?", "\u007fb\r");
    await user.answer("Tags (", "-x\r");
    await user.answer("'-x' has '-' at character 1", "\u00151.10, latest\r");
    await user.answer("Where are the images built?", "\u001b[B\r");
    await user.answer("Visibility of the new repository?", "\u001b[B\r");
    await user.waitFor("[2/6] Token");
    await user.waitFor("the scope workflow is missing");
    await user.waitFor("tokens/new?scopes=repo,workflow,write:packages,read:packages");
    await user.answer("it is not shown", `${fullToken}\r`);
    await user.waitFor("[3/6] Settings");
    await user.answer("Publish this now?", "\r");
    const { code, output } = await user.ended;
    beginner.outputs.push(output);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).not.toContain(noWorkflowToken);
    const config = beginner.readConfig("changed");
    expect(config).toMatchObject({
      "ghcr:defaults": { tags: ["1.10", "latest"] },
      "ghcr:repositories": {
        changed: { visibility: "public", workflow: expect.anything() as unknown },
      },
    });
    const { changed } = config["ghcr:repositories"] as { changed: { images: object } };
    expect(changed.images).toEqual({ "changed/web": { context: "apps/changed/web" } });
    expect(beginner.runPulumi(["config", "get", "ghcr:token", "--stack", "changed"])).toBe(
      fullToken,
    );
    expect((await beginner.project.listRequests()).filter(isWrite).map(({ path }) => path)).toEqual(
      expect.not.arrayContaining([expect.stringContaining("/manifests/")]),
    );
  });

  it.each([
    ["Ctrl-C", "\u0003", 130],
    ["Ctrl-D", "\u0004", 1],
  ])(
    "%s at the token prompt stops it, and nothing is created",
    async (_what, key, code) => {
      const user = startInit("apps/my-app --stack none; code=$?; stty -a; exit $code");
      await user.answer("it is not shown", key);
      const ended = await user.ended;
      expect(ended.code).toBe(code);
      expect(ended.output).toContain("init: stopped; nothing was changed");
      // The terminal shows input again.
      expect(ended.output).toMatch(/[^-]echo /);
      expect(beginner.checkFileAndState("none")).toEqual([false, false]);
    },
    60_000,
  );

  it("exits during a question when the window is closed or on a signal", async () => {
    const closed = startInit("apps/my-app --stack closed");
    await closed.waitFor("it is not shown");
    expect(listInits("closed")).toHaveLength(1);
    closed.close();
    await waitForExit("closed");
    const run = startInit("apps/my-app --stack none");
    await run.waitFor("it is not shown");
    for (const pid of listInits("none")) process.kill(pid, "SIGTERM");
    const { code, output } = await run.ended;
    expect(code).toBe(143);
    expect(output).toContain("init: stopped; nothing was changed");
  });

  it("exits on SIGINT from another process, and does not repeat the question", async () => {
    const run = startInit("apps/my-app --stack none");
    await run.waitFor("it is not shown");
    for (const pid of listInits("none")) process.kill(pid, "SIGINT");
    expect(await run.ended).toMatchObject({
      code: 130,
      output: expect.stringContaining("init: stopped; nothing was changed") as string,
    });
  });

  it("refuses --token-stdin at a terminal, even if stderr is a file", async () => {
    const run = startInit("apps/my-app --stack none --token-stdin 2> error.log");
    const { code, output } = await run.ended;
    const errorOutput = readFileSync(join(beginner.project.folder, "error.log"), "utf8");
    rmSync(join(beginner.project.folder, "error.log"));
    expect([code, output.replace(/\s/g, "")]).toEqual([2, ""]);
    expect(errorOutput).toContain("not a pipe; set GHCR_TOKEN");
  });
});
