import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { parse } from "yaml";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, SEED_OWNER } from "../../../sandbox";
import { Project } from "./project";

export const commandFile = join(__dirname, "..", "..", "..", "cli", "bin.mjs");
/** A token with all scopes that init requires, and one that can only pull. */
export const fullToken = "ghp_exampleInitDoesAllOfIt";
export const readOnlyToken = "ghp_exampleInitMayOnlyRead";

export interface CommandResult {
  readonly code: number | null;
  readonly output: string;
}

/** A user in the program's folder, with tokens and project folders. */
export class Beginner {
  /** The outputs of all commands. */
  readonly outputs: string[] = [];

  private constructor(
    readonly project: Project,
    readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async open(): Promise<Beginner> {
    const project = await Project.open();
    const { toolchain, world } = project;
    const binFolder = join(project.folder, "bin");
    mkdirSync(binFolder);
    writeFileSync(
      join(binFolder, "pulumi"),
      `#!/bin/sh\necho "$*" >> ${binFolder}/arguments\nexec ${toolchain.pulumi} "$@"\n`,
      { mode: 0o755 },
    );
    const path = [binFolder, dirname(toolchain.pulumi), process.env.PATH ?? ""].join(delimiter);
    const beginner = new Beginner(project, { ...process.env, ...world.environment, PATH: path });
    await beginner.createToken(fullToken, ["repo", "workflow", "write:packages", "read:packages"]);
    await beginner.createToken(readOnlyToken, ["read:packages"]);
    beginner.createApp("my-app", "git@github.com:F1bonacci66/my-app.git");
    return beginner;
  }

  /** Checks that no token was printed or passed as an argument, which other programs can read. */
  async close(): Promise<void> {
    try {
      this.outputs.push(readFileSync(join(this.project.folder, "bin", "arguments"), "utf8"));
      expect(this.outputs.at(-1)).toContain("config set --secret ghcr:token");
      for (const each of [fullToken, readOnlyToken, ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN]) {
        expect(this.outputs.filter((output) => output.includes(each))).toEqual([]);
      }
    } finally {
      await this.project.close();
    }
  }

  /** Creates a project folder, with an image in each of the folders. */
  createApp(name: string, origin: string | undefined, ...folders: readonly string[]): void {
    const app = join(this.project.folder, "apps", name);
    for (const folder of ["", ...folders]) {
      mkdirSync(join(app, folder), { recursive: true });
      writeFileSync(join(app, folder, "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    }
    if (origin === undefined) return;
    const git = (...args: readonly string[]): unknown => spawnSync("git", ["-C", app, ...args]);
    git("init", "--quiet", "--initial-branch", "main");
    git("remote", "add", "origin", origin);
  }

  /** Runs init in the program's folder, without a terminal. */
  runInit(
    args: readonly string[],
    variables: NodeJS.ProcessEnv = {},
    input = "",
  ): Promise<CommandResult> {
    return this.run([process.execPath, commandFile, "init", ...args], variables, input);
  }

  /** Types lines in the program's folder. The sandbox stands in for github.com. */
  runLines(lines: readonly string[]): Promise<CommandResult> {
    const { address } = this.project.world.sandbox;
    return this.run(["sh", "-exc", lines.join("\n")], {
      ...{ GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@b", GIT_TERMINAL_PROMPT: "0" },
      ...{ GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@b", GIT_CONFIG_COUNT: "1" },
      GIT_CONFIG_KEY_0: `url.http://git:${ADMINISTRATOR_TOKEN}@${address}/.insteadOf`,
      GIT_CONFIG_VALUE_0: "https://github.com/",
      ...{ PULUMI_SKIP_CONFIRMATIONS: "true", PULUMI_OPTION_SKIP_PREVIEW: "true" },
      // npx finds Pulumi in the folder, and must not look elsewhere.
      ...{ npm_config_offline: "true", npm_config_update_notifier: "false" },
    });
  }

  /** Runs a program in the program's folder, without a terminal. */
  async run(
    [program = "", ...args]: readonly string[],
    variables: NodeJS.ProcessEnv,
    input = "",
  ): Promise<CommandResult> {
    const child = spawn(program, args, {
      cwd: this.project.folder,
      env: { ...this.environment, ...variables },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    child.stdin.on("error", () => undefined).end(input);
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    this.outputs.push(output);
    return { code, output };
  }

  /** Runs a Pulumi command, and returns its output. */
  runPulumi(args: readonly string[], variables: NodeJS.ProcessEnv = {}): string {
    const { stdout } = spawnSync(this.project.toolchain.pulumi, [...args], {
      cwd: this.project.folder,
      encoding: "utf8",
      env: { ...this.environment, ...variables },
    });
    return stdout.trim();
  }

  /** Sends a request to the sandbox's GitHub as the administrator. */
  async requestGitHub(method: string, path: string, body: object): Promise<void> {
    const { status } = await fetch(`http://${this.project.world.sandbox.address}/${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMINISTRATOR_TOKEN}` },
      body: JSON.stringify(body),
    });
    expect(Math.floor(status / 100)).toBe(2);
  }

  getStackFile(stack: string): string {
    return join(this.project.folder, `Pulumi.${stack}.yaml`);
  }

  readConfig(stack: string): Readonly<Record<string, unknown>> {
    const text = readFileSync(this.getStackFile(stack), "utf8");
    return (parse(text) as { config: Record<string, unknown> }).config;
  }

  /** The settings as Pulumi reads them, with decrypted secrets. */
  decryptConfig(stack: string): Readonly<Record<string, string>> {
    const args = ["config", "--show-secrets", "--json", "--stack", stack];
    const config = JSON.parse(this.runPulumi(args)) as Record<string, { readonly value: string }>;
    return Object.fromEntries(Object.entries(config).map(([key, { value }]) => [key, value]));
  }

  /** Whether a stack's file exists, and whether the backend has the stack. */
  checkFileAndState(stack: string): readonly boolean[] {
    return [existsSync(this.getStackFile(stack)), existsSync(this.getStateFile(stack))];
  }

  getStateFile(stack: string): string {
    return join(this.project.world.backend, ".pulumi", "stacks", "pulumi-ghcr", `${stack}.json`);
  }

  /** The temporary files that were not renamed or removed. */
  listPartialFiles(): readonly string[] {
    return readdirSync(this.project.folder).filter((name) => name.includes("partial"));
  }

  async createToken(value: string, scopes: readonly string[]): Promise<void> {
    const body = JSON.stringify({ token: value, kind: "classic", owner: SEED_OWNER, scopes });
    await this.project.control("tokens", { method: "POST", body });
  }
}
