import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../../core/process/child";
import type { Bench } from "../bench";
import { copyProgram, linkPackages } from "../../programFolder";
import { PulumiFolder } from "./pulumiFolder";
import { SandboxOwner } from "./sandboxOwner";
import type { Command, SecretScope, Workspace } from "./workspace";

/** The settings of a program for these repositories. */
type Settings = (owner: SandboxOwner) => Readonly<Record<string, unknown>>;

class PulumiWorkspace implements Workspace {
  private isCompiled = false;

  constructor(
    readonly label: string,
    private readonly owner: SandboxOwner,
    readonly program: PulumiFolder,
    private readonly settings: Settings,
    private readonly fastSettings: Readonly<Record<string, string>>,
  ) {}

  readonly stateBytes = (): number => this.program.stateBytes;

  get commands(): readonly Command[] {
    return [
      { label: `${this.label}: pulumi up`, run: () => this.program.up() },
      { label: `${this.label}: pulumi preview`, run: () => this.program.preview() },
      { label: `${this.label}: pulumi up --refresh`, run: () => this.program.up("--refresh") },
    ];
  }

  declare(repositories: readonly string[]): void {
    this.owner.repositories = repositories;
    this.program.configure(this.settings(this.owner));
  }

  async reset(): Promise<void> {
    await this.owner.deleteRepositories();
    await this.program.resetState();
    // Node compiles a program in its first run. People do not create a folder for each run.
    if (!this.isCompiled) await this.program.preview();
    this.isCompiled = true;
  }

  apply(): Promise<void> {
    return this.program.up();
  }

  async applyFast(): Promise<void> {
    this.program.configure(this.fastSettings);
    await this.apply();
    const slow = Object.keys(this.fastSettings).map((name) => [name, undefined]);
    if (slow.length === 0) return;
    this.program.configure(Object.fromEntries(slow) as Record<string, undefined>);
    // This stores the provider's settings.
    await this.apply();
  }

  changeToken(): Promise<void> {
    return this.owner.changeToken();
  }
}

function tokensOf({ account, publishToken }: SandboxOwner) {
  return { GITHUB_TOKEN: account.adminToken, GHCR_TOKEN: publishToken };
}

/** Copies pulumi-ghcr to a new folder. */
export function createOurProgram(
  bench: Bench,
  name: string,
  environment: () => Environment,
): PulumiFolder {
  const folder = bench.createFolder(name);
  copyProgram(folder);
  return new PulumiFolder(bench, folder, "pulumi-ghcr", environment);
}

/** Creates pulumi-ghcr with its settings for repositories. */
export async function createOurs(
  bench: Bench,
  name: string,
  {
    label = "pulumi-ghcr",
    scope = "repository",
    variables = {},
  }: {
    readonly label?: string;
    readonly scope?: SecretScope;
    readonly variables?: Environment;
  } = {},
): Promise<PulumiWorkspace> {
  const owner = await SandboxOwner.create(bench, `${name}-ours`, scope);
  const environment = (): Environment => ({ ...tokensOf(owner), ...variables });
  const program = createOurProgram(bench, `${name}-ours`, environment);
  const settings: Settings = ({ login, account, visibility, repositories }) => ({
    "ghcr:owner": login,
    "ghcr:username": account.login,
    "ghcr:defaults": { create: true, visibility, secretScope: scope },
    "ghcr:repositories": Object.fromEntries(repositories.map((each) => [each, {}])),
  });
  return new PulumiWorkspace(label, owner, program, settings, {});
}

/** Copies a peer's program, with the files that `pulumi new typescript` adds. */
export function createPeerProgram(
  bench: Bench,
  name: string,
  peer: "bare" | "empty",
  environment: () => Environment = () => ({}),
): PulumiFolder {
  const folder = bench.createFolder(name);
  const peers = join(__dirname, "../peers");
  cpSync(join(peers, peer), folder, { recursive: true });
  cpSync(join(peers, "tsconfig.program.json"), join(folder, "tsconfig.json"));
  writeFileSync(join(folder, "Pulumi.yaml"), `name: ${peer}\nruntime: nodejs\n`);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: peer, main: "index.ts" }));
  linkPackages(folder);
  return new PulumiFolder(bench, folder, peer, environment);
}

/** The provider's settings in our stacks, which are not its defaults. */
const withoutWaits = { "github:parallelRequests": "true", "github:writeDelayMs": "0" };

/** Creates a program that uses the provider directly, with its default settings or without its waits. */
export async function createBare(
  bench: Bench,
  name: string,
  { waits }: { readonly waits: boolean },
): Promise<PulumiWorkspace> {
  const [label, part] = waits
    ? ["bare Pulumi program", "bare"]
    : ["bare Pulumi program, writeDelayMs = 0", "bare-fast"];
  const owner = await SandboxOwner.create(bench, `${name}-${part}`, "repository");
  const program = createPeerProgram(bench, `${name}-${part}`, "bare", () => tokensOf(owner));
  const settings: Settings = ({ login, repositories }) => ({
    "github:owner": login,
    "bare:repositories": repositories,
    ...(waits ? {} : withoutWaits),
  });
  return new PulumiWorkspace(label, owner, program, settings, waits ? withoutWaits : {});
}
