import { cpSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Bench } from "../bench";
import { SandboxOwner } from "./sandboxOwner";
import type { Command, SecretScope, Workspace } from "./workspace";

/** Overrides the provider's settings while it prepares. */
const fastFile = "fast_override.tf";

function providerOf(settings: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(settings).map(([name, value]) => `  ${name} = ${String(value)}\n`);
  return `provider "github" {\n${lines.join("")}}\n`;
}

/** OpenTofu with the provider that @pulumi/github is made from. */
class TofuWorkspace implements Workspace {
  constructor(
    readonly label: string,
    private readonly bench: Bench,
    private readonly tofu: string,
    private readonly folder: string,
    private readonly owner: SandboxOwner,
  ) {}

  readonly stateBytes = (): number => statSync(join(this.folder, "terraform.tfstate")).size;

  get commands(): readonly Command[] {
    const run = (): Promise<void> => this.run("plan", "-detailed-exitcode");
    return [{ label: `${this.label}: tofu plan`, run }];
  }

  declare(repositories: readonly string[]): void {
    this.owner.repositories = repositories;
    const { login: owner, visibility } = this.owner;
    const values = { owner, visibility, repositories };
    writeFileSync(join(this.folder, "terraform.tfvars.json"), JSON.stringify(values));
  }

  async reset(): Promise<void> {
    await this.owner.deleteRepositories();
    for (const name of ["terraform.tfstate", "terraform.tfstate.backup"])
      rmSync(join(this.folder, name), { force: true });
  }

  apply(): Promise<void> {
    return this.run("apply", "-auto-approve");
  }

  async applyFast(): Promise<void> {
    const fast = providerOf({ legacy_client: true, parallel_requests: true, write_delay_ms: 0 });
    writeFileSync(join(this.folder, fastFile), fast);
    await this.apply();
    rmSync(join(this.folder, fastFile));
  }

  changeToken(): Promise<void> {
    return this.owner.changeToken();
  }

  private async run(...args: readonly string[]): Promise<void> {
    await this.bench.run(this.tofu, [...args, "-no-color", "-input=false"], {
      cwd: this.folder,
      environment: {
        CHECKPOINT_DISABLE: "1",
        TF_CLI_CONFIG_FILE: join(this.folder, "tofurc"),
        GITHUB_TOKEN: this.owner.account.adminToken,
        TF_VAR_token: this.owner.publishToken,
      },
    });
  }
}

/**
 * Creates the OpenTofu configurations: with the provider's defaults, and with its newer client.
 * None if OpenTofu could not be installed.
 */
export async function createTofu(
  bench: Bench,
  name: string,
  scope: SecretScope = "repository",
): Promise<readonly Workspace[]> {
  const tofu = bench.findClient("tofu");
  const plugin = bench.findClient("terraform-provider-github");
  if (tofu === undefined || plugin === undefined) return [];
  const create = async (part: string, label: string): Promise<Workspace> => {
    const owner = await SandboxOwner.create(bench, `${name}-${part}`, scope);
    const folder = bench.createFolder(`${name}-${part}`);
    for (const file of ["main.tf", `${scope}.tf`])
      cpSync(join(__dirname, "../peers/tofu", file), join(folder, file));
    if (part === "tofu-new")
      writeFileSync(join(folder, "client_override.tf"), providerOf({ legacy_client: false }));
    const override = `dev_overrides {\n    "integrations/github" = "${dirname(plugin)}"\n  }`;
    const rc = `provider_installation {\n  ${override}\n  direct {}\n}\n`;
    writeFileSync(join(folder, "tofurc"), rc);
    return new TofuWorkspace(label, bench, tofu, folder, owner);
  };
  return [
    await create("tofu", "OpenTofu"),
    await create("tofu-new", "OpenTofu, legacy_client = false"),
  ];
}
