import { rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Bench } from "../bench";
import { SandboxOwner } from "./sandboxOwner";
import type { Command, SecretScope, Workspace } from "./workspace";

const header = `terraform {
  required_providers {
    github = { source = "integrations/github" }
  }
}

variable "owner" {}

variable "repositories" {
  type = set(string)
}

variable "token" {
  sensitive = true
}
`;

/** As in the provider's documentation. */
const resources = `
resource "github_repository" "this" {
  for_each   = var.repositories
  name       = each.key
  visibility = "VISIBILITY"
  auto_init  = true
}

resource "github_workflow_repository_permissions" "this" {
  for_each                     = var.repositories
  repository                   = github_repository.this[each.key].name
  default_workflow_permissions = "read"
}
`;

const secrets: Readonly<Record<SecretScope, string>> = {
  repository: `
resource "github_actions_secret" "this" {
  for_each    = var.repositories
  repository  = github_repository.this[each.key].name
  secret_name = "GHCR_TOKEN"
  value       = var.token
}
`,
  organization: `
resource "github_actions_organization_secret" "this" {
  secret_name             = "GHCR_TOKEN"
  visibility              = "selected"
  value                   = var.token
  selected_repository_ids = [for each in github_repository.this : each.repo_id]
}
`,
};

const provider = (settings: string): string =>
  `\nprovider "github" {\n  owner = var.owner\n${settings}}\n`;

/** Overrides the provider's settings while it prepares. */
const fastFile = "fast_override.tf";
const fast = "  legacy_client     = true\n  parallel_requests = true\n  write_delay_ms    = 0\n";

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
    const values = { owner: this.owner.login, repositories };
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
    writeFileSync(join(this.folder, fastFile), `provider "github" {\n${fast}}\n`);
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
  const create = async (part: string, label: string, settings: string): Promise<Workspace> => {
    const owner = await SandboxOwner.create(bench, `${name}-${part}`, scope);
    const folder = bench.createFolder(`${name}-${part}`);
    const main = resources.replace("VISIBILITY", owner.visibility);
    const text = [header, provider(settings), main, secrets[scope]].join("");
    writeFileSync(join(folder, "main.tf"), text);
    const override = `dev_overrides {\n    "integrations/github" = "${dirname(plugin)}"\n  }`;
    const rc = `provider_installation {\n  ${override}\n  direct {}\n}\n`;
    writeFileSync(join(folder, "tofurc"), rc);
    return new TofuWorkspace(label, bench, tofu, folder, owner);
  };
  return [
    await create("tofu", "OpenTofu", ""),
    await create("tofu-new", "OpenTofu, legacy_client = false", "  legacy_client = false\n"),
  ];
}
