import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN } from "../../../sandbox";
import { pathOf, runProgram, withClients } from "./clients";
import { startRunning, type Running } from "./running";

const program = `
terraform {
  required_providers { github = { source = "integrations/github" } }
}
variable "secret" { sensitive = true }
provider "github" { owner = "F1bonacci66" }
resource "github_repository" "this" {
  name         = "tofu"
  description  = "made by OpenTofu"
  visibility   = "private"
  auto_init    = true
  has_issues   = true
  has_wiki     = false
  topics       = ["containers", "ghcr"]
}
resource "github_actions_secret" "this" {
  repository  = github_repository.this.name
  secret_name = "GHCR_TOKEN"
  value       = var.secret
}
resource "github_workflow_repository_permissions" "this" {
  repository                       = github_repository.this.name
  default_workflow_permissions     = "write"
  can_approve_pull_request_reviews = true
}
output "fullName" { value = github_repository.this.full_name }
`;

let running: Running;
let folder: string;

beforeAll(async () => {
  running = await startRunning();
  folder = mkdtempSync(join(tmpdir(), "ghcr-sandbox-tofu-"));
});

afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true });
});

withClients(["tofu", "terraform-provider-github"], () => {
  const tofu = (...args: string[]): Promise<string> =>
    runProgram(running, pathOf("tofu"), [...args, "-no-color"], {
      cwd: folder,
      environment: {
        CHECKPOINT_DISABLE: "1",
        TF_CLI_CONFIG_FILE: join(folder, "tofurc"),
        GITHUB_BASE_URL: `https://${running.sandbox.address}/`,
        GITHUB_TOKEN: ADMINISTRATOR_TOKEN,
        TF_VAR_secret: PUBLISHER_TOKEN,
      },
    });

  it("OpenTofu creates a repository with its secret, and then plans no changes", async () => {
    const overrides = `"integrations/github" = "${dirname(pathOf("terraform-provider-github"))}"`;
    writeFileSync(
      join(folder, "tofurc"),
      `provider_installation {\n  dev_overrides {\n    ${overrides}\n  }\n  direct {}\n}\n`,
    );
    writeFileSync(join(folder, "main.tf"), program);
    await tofu("apply", "-auto-approve");
    expect(JSON.parse(await tofu("output", "-json"))).toMatchObject({
      fullName: { value: "F1bonacci66/tofu" },
    });
    const opened = await running.control("GET", "secrets/F1bonacci66/tofu/GHCR_TOKEN");
    expect(await opened.json()).toMatchObject({ opened: PUBLISHER_TOKEN });
    const permissions = "/repos/F1bonacci66/tofu/actions/permissions/workflow";
    expect((await running.github("GET", permissions)).body).toEqual({
      default_workflow_permissions: "write",
      can_approve_pull_request_reviews: true,
    });
    // The exit code is 2 if there are changes.
    await tofu("plan", "-detailed-exitcode");

    // An external change is detected and reverted.
    const changed = await running.control("PATCH", "repositories/F1bonacci66/tofu", {
      settings: { has_wiki: true },
    });
    expect(changed.status).toBe(200);
    await changed.text();
    await expect(tofu("plan", "-detailed-exitcode")).rejects.toThrow(/has_wiki\s+= true -> false/);
    await tofu("apply", "-auto-approve");
    await tofu("plan", "-detailed-exitcode");

    await tofu("destroy", "-auto-approve");
    expect((await running.github("GET", "/repos/F1bonacci66/tofu")).status).toBe(404);
  });
});
