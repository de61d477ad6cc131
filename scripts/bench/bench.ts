import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run, type Environment } from "../../core/process/child";
import { CONTROL_HEADER, type JournalEntry } from "../../sandbox";
import type { Toolchain } from "../../toolchain";
import type { World } from "../world";

/** A user of the sandbox, who has no repositories at first, and the tokens. */
export interface Account {
  readonly login: string;
  /** Administers the repositories. */
  readonly adminToken: string;
  /** Publishes, and is the content of the repositories' secrets. */
  readonly publishToken: string;
}

export interface BenchOptions {
  readonly world: World;
  readonly toolchain: Toolchain;
  /** A new folder for the programs and their state. */
  readonly folder: string;
  /** Whether small sizes are enough, for a trial. */
  readonly isSmall: boolean;
  readonly signal: AbortSignal;
}

/** What a contender may take: the slowest creates 90 repositories with GitHub's limits. */
const timeoutMilliseconds = 30 * 60_000;

/** What all comparisons use: the sandbox, and the programs. */
export class Bench {
  readonly world: World;
  readonly toolchain: Toolchain;
  readonly isSmall: boolean;
  private tokens = 0;

  constructor(private readonly options: BenchOptions) {
    ({ world: this.world, toolchain: this.toolchain, isSmall: this.isSmall } = options);
  }

  /** A new folder. */
  createFolder(name: string): string {
    const folder = join(this.options.folder, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** A peer's executable; undefined if it could not be installed, which was reported. */
  findClient(name: string): string | undefined {
    const client = this.toolchain.clients.find((each) => each.name === name);
    return client !== undefined && "path" in client ? client.path : undefined;
  }

  /** Runs a program; throws the end of its output if it fails. Returns its standard output. */
  async run(
    command: string,
    args: readonly string[],
    { cwd, environment = {} }: { readonly cwd?: string; readonly environment?: Environment } = {},
  ): Promise<string> {
    const { signal } = this.options;
    signal.throwIfAborted();
    const { code, output, stdout } = await run(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      environment: { ...this.world.environment, ...environment },
      ...{ signal, detached: true, timeoutMilliseconds },
    });
    signal.throwIfAborted();
    if (code === 0) return stdout;
    throw new Error(`${[command, ...args].join(" ")}\n${output.trim().slice(-2000)}`);
  }

  /** Sends a request to the sandbox's control address. */
  async control(method: string, path: string, body?: object): Promise<unknown> {
    const { address, controlKeyFile } = this.world.sandbox;
    const response = await fetch(`http://${address}/_sandbox/${path}`, {
      ...{ method, headers: { [CONTROL_HEADER]: readFileSync(controlKeyFile, "utf8") } },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  async takeJournal(): Promise<readonly JournalEntry[]> {
    const entries = (await this.control("GET", "journal")) as readonly JournalEntry[];
    await this.control("DELETE", "journal");
    return entries;
  }

  async createAccount(login: string): Promise<Account> {
    await this.control("POST", "accounts", { type: "User", login });
    const adminScopes = ["repo", "workflow", "delete_repo", "read:packages", "admin:org"];
    return {
      login,
      adminToken: await this.createToken(login, adminScopes),
      publishToken: await this.createPublishToken(login),
    };
  }

  createPublishToken(login: string): Promise<string> {
    return this.createToken(login, ["read:packages", "write:packages"]);
  }

  private async createToken(owner: string, scopes: readonly string[]): Promise<string> {
    this.tokens += 1;
    const token = `ghp_bench${String(this.tokens).padStart(31, "0")}`;
    await this.control("POST", "tokens", { token, kind: "classic", owner, scopes });
    return token;
  }
}
