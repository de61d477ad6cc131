import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse, stringify } from "yaml";
import type { Environment } from "../../../core/process/child";
import type { Bench } from "../bench";

/** A Pulumi program in a folder, with a stack and a backend of its own. */
export class PulumiFolder {
  constructor(
    private readonly bench: Bench,
    readonly folder: string,
    private readonly project: string,
    /** The variables of each command. */
    private readonly environment: () => Environment,
    private readonly stack = "bench",
  ) {}

  /** The same program in another folder. */
  inFolder(folder: string): PulumiFolder {
    return new PulumiFolder(this.bench, folder, this.project, this.environment, this.stack);
  }

  /** Another stack of the program. */
  withStack(stack: string): PulumiFolder {
    return new PulumiFolder(this.bench, this.folder, this.project, this.environment, stack);
  }

  private get backend(): string {
    return join(this.folder, ".backend");
  }

  get stateBytes(): number {
    const stacks = join(this.backend, ".pulumi", "stacks", this.project);
    return statSync(join(stacks, `${this.stack}.json`)).size;
  }

  /** Changes settings in the stack's file; `undefined` removes one. */
  configure(settings: Readonly<Record<string, unknown>>): void {
    const file = join(this.folder, `Pulumi.${this.stack}.yaml`);
    const text = existsSync(file) ? readFileSync(file, "utf8") : "{}";
    const { config, ...rest } = parse(text) as { config?: object };
    writeFileSync(file, stringify({ ...rest, config: { ...config, ...settings } }));
  }

  async resetState(): Promise<void> {
    rmSync(this.backend, { recursive: true, force: true });
    await this.createStack();
  }

  async createStack(): Promise<void> {
    mkdirSync(this.backend, { recursive: true });
    await this.pulumi("stack", "init", this.stack);
  }

  async up(...options: readonly string[]): Promise<void> {
    await this.command("up", "--yes", "--skip-preview", ...options);
  }

  async preview(...options: readonly string[]): Promise<void> {
    await this.command("preview", ...options);
  }

  private async command(name: string, ...options: readonly string[]): Promise<void> {
    await this.pulumi(name, "--stack", this.stack, ...options);
  }

  private async pulumi(...args: readonly string[]): Promise<void> {
    await this.bench.run(this.bench.toolchain.pulumi, [...args, "--non-interactive"], {
      cwd: this.folder,
      environment: this.variables,
    });
  }

  /** The variables of the program's commands. */
  get variables(): Environment {
    return {
      ...this.environment(),
      PULUMI_BACKEND_URL: pathToFileURL(this.backend).href,
      // This variable enables --event-log.
      PULUMI_DEBUG_COMMANDS: "true",
    };
  }
}
