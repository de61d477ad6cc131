import { spawn, type ChildProcess } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { CONTROL_HEADER, SEED_OWNER } from "../../../sandbox";
import { createClone } from "../support/clone";
import { Daemon } from "./daemon";
import type { CommandLine, Shell } from "./commandLines";
import { GitHubSite } from "./gitHubSite";
import type { Ledger } from "./ledger";
import { expectShown, listShownBlocks } from "./pages";
import { createPrograms } from "./programs";
import { substitute, type Substitutions } from "./substitutions";

export interface CommandResult {
  readonly code: number | null;
  /** Standard output and standard error. */
  readonly output: string;
  /** The standard output. */
  readonly stdout: string;
}

export interface RunOptions {
  /** Replacements for this line's placeholders, in addition to the common ones. */
  readonly words?: Substitutions;
  /** The arguments of a command of which the page has only the name. */
  readonly more?: string;
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The working folder; the default is the clone. */
  readonly folder?: string;
  /** The expected exit code; the default is 0. */
  readonly code?: number;
}

const shellArguments: Readonly<Record<Shell, readonly [string, ...string[]]>> = {
  sh: ["sh", "-c"],
  bash: ["bash", "-c"],
  zsh: ["zsh", "-c"],
  powershell: ["pwsh", "-NoProfile", "-Command"],
};

/** A reader with a fresh clone and a folder beside it, who runs the pages' command lines. */
export class Newcomer {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-ghcr-newcomer-")));
  readonly clone = join(this.folder, "pulumi-ghcr");
  /** A fake daemon, so that Docker's programs work without a real one. */
  readonly daemon = new Daemon(() => this.address);
  /** Replaces GitHub for gh. It creates tokens with the requested scopes. */
  readonly gitHub = new GitHubSite(
    () => this.address,
    (scopes) => this.createToken(this.createTokenValue(), scopes, { kind: "oauth" }),
  );
  private sandbox: ChildProcess | undefined;
  private environment: Readonly<Record<string, string | undefined>> = {
    ...process.env,
    // Offline: a line that would download something fails.
    npm_config_offline: "true",
    npm_config_cache: join(this.folder, "npm"),
    npm_config_update_notifier: "false",
    // At a terminal Pulumi asks.
    PULUMI_SKIP_CONFIRMATIONS: "true",
    // Without a confirmation the update needs no preview.
    PULUMI_OPTION_SKIP_PREVIEW: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  /** All outputs, to check that they contain no token. */
  readonly outputs: string[] = [];
  private readonly checked = new Set<string>();

  constructor(private readonly ledger: Ledger) {
    createClone(this.clone);
    createPrograms(this.pathBeside("bin"));
  }

  /** Runs a line that starts the sandbox, and uses the variables that it prints. */
  async startSandbox(text: string): Promise<void> {
    const line = this.ledger.find(text);
    const [program, ...args] = ["sh", "-c", `exec ${text}`] as const;
    // In a process group of its own, which endSandbox ends as Ctrl-C at a terminal does.
    const child = spawn(program, args, { cwd: this.clone, env: this.environment, detached: true });
    this.sandbox = child;
    let output = "";
    let stdout = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
    await new Promise<void>((resolve, reject) => {
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
        if (stdout.includes("stay in .sandbox.\n")) resolve();
      });
      child.once("exit", () => {
        reject(new Error(`${text} ended:\n${output}${stdout}`));
      });
    });
    // The output must contain the variables of the file, too.
    expect(stdout).toContain(`\n${this.read(".sandbox", "env")}`);
    const [read = ""] = /^\. .*$/m.exec(stdout) ?? [];
    await this.useVariables(read);
    this.ledger.markAsRun(line);
  }

  /** The variables after a shell has run the printed lines. */
  private async useVariables(printed: string): Promise<void> {
    const { stdout } = await this.spawnShell(["sh", "-c"], `${printed}\nenv -0`, {});
    const variables = stdout.split("\0").filter((each) => each !== "");
    const environment = Object.fromEntries(
      variables.map((each): [string, string] => {
        const at = each.indexOf("=");
        return [each.slice(0, at), each.slice(at + 1)];
      }),
    );
    const { PATH = "" } = environment;
    this.environment = {
      ...environment,
      PATH: [join(this.folder, "bin"), PATH].join(delimiter),
      DOCKER_HOST: await this.daemon.listen(join(this.folder, "docker.sock")),
      GH_CONFIG_DIR: await this.configureGh(),
      // gh would store its login in the user's keyring.
      DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent",
      // gh would open a browser.
      BROWSER: "true",
    };
  }

  /** gh's configuration, without a login and with the socket of the fake GitHub. */
  private async configureGh(): Promise<string> {
    const folder = this.pathBeside("gh");
    const socket = this.pathBeside("gh.sock");
    await this.gitHub.listen(socket);
    mkdirSync(folder);
    writeFileSync(join(folder, "config.yml"), `version: "1"\nhttp_unix_socket: ${socket}\n`);
    return folder;
  }

  private createTokenValue(): string {
    return `gho_newcomer${String(this.gitHub.requests.length).padStart(28, "0")}`;
  }

  /** Another reader's clone, in a separate folder. */
  createAnotherClone(name: string): string {
    const folder = this.pathBeside(name, "pulumi-ghcr");
    createClone(folder);
    return folder;
  }

  /** A path beside the clone. */
  pathBeside(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  /** A second Docker configuration with the same builder, and a login if there is a token. */
  createDockerConfig(name: string, token?: string): string {
    const folder = join(this.folder, "docker", name);
    mkdirSync(folder, { recursive: true });
    const { DOCKER_CONFIG: builderFolder } = this.environment;
    if (builderFolder !== undefined) cpSync(builderFolder, folder, { recursive: true });
    const auth = Buffer.from(`${SEED_OWNER}:${token ?? ""}`).toString("base64");
    const auths = token === undefined ? {} : { [this.address]: { auth } };
    writeFileSync(join(folder, "config.json"), JSON.stringify({ auths }));
    return folder;
  }

  get address(): string {
    return this.getVariable("GHCR_REGISTRY");
  }

  /** A variable that the sandbox printed. */
  getVariable(name: string): string {
    return this.environment[name] ?? "none";
  }

  /** Runs a line of a page, and checks its exit code. */
  async run(text: string, options: RunOptions = {}): Promise<CommandResult> {
    const line = this.ledger.find(text);
    const result = await this.runLine(line, options);
    const { code = 0 } = options;
    // A failed test shows the output.
    const wrote = result.code === code ? "as expected" : result.output;
    expect({ line: text, code: result.code, wrote }).toEqual({
      line: text,
      code,
      wrote: "as expected",
    });
    expect(listWideSteps(result.output)).toEqual([]);
    this.ledger.markAsRun(line);
    return result;
  }

  private async runLine(
    { shell, text }: Pick<CommandLine, "shell" | "text">,
    { words = {}, more, ...options }: RunOptions,
  ): Promise<CommandResult> {
    const owner = SEED_OWNER.toLowerCase();
    const always = {
      "OWNER/NAME": `${SEED_OWNER}/my-app`,
      "YOUR-NAME": SEED_OWNER,
      OWNER: SEED_OWNER,
      ACCOUNT: SEED_OWNER,
      "ghcr.io": this.address,
      // Registry clients only accept lowercase.
      "ghcr.io/OWNER": `${this.address}/${owner}`,
      "ghcr.io/OWNER/NAME": `${this.address}/${owner}/my-app`,
    };
    const typed = substitute(text, { ...always, ...words });
    return this.type([typed, more].filter(Boolean).join(" "), options, shell);
  }

  /** Runs a command line that is on no page. */
  async type(typed: string, options: RunOptions = {}, shell: Shell = "sh"): Promise<CommandResult> {
    const result = await this.spawnShell(shellArguments[shell], typed, options);
    this.outputs.push(result.output);
    return result;
  }

  private spawnShell(
    [program, ...args]: readonly [string, ...string[]],
    typed: string,
    { input = "", environment = {}, folder = this.clone }: RunOptions,
  ): Promise<CommandResult> {
    return new Promise((resolve, reject) => {
      const env = { ...this.environment, ...environment };
      const child = spawn(program, [...args, typed], { cwd: folder, env });
      let output = "";
      let stdout = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        stdout += text;
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
      child.once("error", reject);
      child.once("close", (code) => {
        resolve({ code, output, stdout });
      });
      // The program may exit before it has read its input.
      child.stdin.on("error", () => undefined);
      child.stdin.end(input);
    });
  }

  /** Compares each block with this mark with the output. */
  expectShown(shows: string, output: string): void {
    this.checked.add(shows);
    expectShown(shows, output);
  }

  /** The marks of blocks that were not compared. */
  listUnchecked(elsewhere: readonly string[]): readonly string[] {
    const checkedBlocks = new Set([...this.checked, ...elsewhere]);
    return listShownBlocks()
      .filter(({ shows }) => !checkedBlocks.has(shows))
      .map(({ file, line, shows }) => `${file}:${line}: ${shows}`);
  }

  path(...parts: readonly string[]): string {
    return join(this.clone, ...parts);
  }

  read(...parts: readonly string[]): string {
    return readFileSync(this.path(...parts), "utf8");
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  /** Creates a classic token, as on the website. */
  async createToken(token: string, scopes: readonly string[], more: object = {}): Promise<string> {
    await this.control("POST", "tokens", {
      ...{ token, kind: "classic", owner: SEED_OWNER, scopes, ...more },
    });
    return token;
  }

  /** Acts as the user on GitHub's website. */
  async control(method: string, path: string, body: object): Promise<void> {
    await this.request(
      method,
      `/_sandbox/${path}`,
      { [CONTROL_HEADER]: this.readControlKey() },
      body,
    );
  }

  /** The value of a secret, which GitHub never returns. */
  async readSecret(place: string): Promise<unknown> {
    const answer = await fetch(`http://${this.address}/_sandbox/${place}`, {
      headers: { [CONTROL_HEADER]: this.readControlKey() },
    });
    return ((await answer.json()) as { opened?: unknown }).opened;
  }

  private readControlKey(): string {
    return this.read(".sandbox", "control-key").trim();
  }

  /** Creates a repository, as on the website. */
  async createRepository(name: string, token: string, organization?: string): Promise<void> {
    const path = organization === undefined ? "/user/repos" : `/orgs/${organization}/repos`;
    await this.request("POST", path, { authorization: `Bearer ${token}` }, { name });
  }

  private async request(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: object,
  ): Promise<void> {
    const url = `http://${this.address}${path}`;
    const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }

  async stopSandbox(): Promise<void> {
    const { sandbox } = this;
    this.sandbox = undefined;
    if (sandbox?.pid === undefined || sandbox.exitCode !== null) return;
    const ended = new Promise((resolve) => sandbox.once("close", resolve));
    process.kill(-sandbox.pid, "SIGTERM");
    await ended;
  }

  async close(): Promise<void> {
    await this.stopSandbox();
    this.daemon.close();
    this.gitHub.close();
    if (existsSync(this.folder)) rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * The lines of steps that do not fit a terminal, except for errors and names of any length, which
 * wrap there.
 */
function listWideSteps(output: string): readonly string[] {
  return output
    .split("\n")
    .filter(
      (line) => /^\[\d+\/\d+\] (?!.*(?:: FAILED |Docker's builder))/.test(line) && line.length > 80,
    );
}
