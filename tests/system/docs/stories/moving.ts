import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, SEED_OWNER } from "../../../../sandbox";
import { pathOf } from "../../sandbox/clients";
import { withPrograms } from "../accounting";
import type { Story } from "../story";
import { owner } from "./names";

const copies = {
  buildx: "docker buildx imagetools create --tag ghcr.io/OWNER/my-postgres:alpine postgres:alpine",
  skopeo: "skopeo copy --all docker://postgres:alpine docker://ghcr.io/OWNER/my-postgres:alpine",
} as const;

const anything = { default: [{ type: "insecureAcceptAnything" }] };

const builds = "docker build -t ghcr.io/OWNER/my-app:v1.0.0 ../app";

const forget =
  "terraform state rm github_repository.my_app github_workflow_repository_permissions.my_app github_actions_secret.ghcr_token";

/** docs/moving.md: the commands of a user's script, and the move from and to Terraform. */
export function moving({ newcomer, ledger }: Story): void {
  const source = (): string => `${newcomer.address}/${owner}/my-app:v1.0.0`;

  withPrograms(ledger, ["buildx"], [copies.buildx], () => {
    test("buildx copies an image", () => mirror(copies.buildx));
  });

  withPrograms(ledger, ["skopeo"], [copies.skopeo], () => {
    test("skopeo copies an image", () => mirror(copies.skopeo));
  });

  async function mirror(line: string): Promise<void> {
    const folder = newcomer.createDockerConfig("mirrors", PUBLISHER_TOKEN);
    // skopeo requires a policy file, which a system's package contains.
    newcomer.write("../home/.config/containers/policy.json", JSON.stringify(anything));
    const written = `${newcomer.address}/${owner}/my-postgres:alpine`;
    await newcomer.run(line, {
      environment: {
        ...{ DOCKER_CONFIG: folder, REGISTRY_AUTH_FILE: join(folder, "config.json") },
        HOME: newcomer.pathBeside("home"),
      },
      words: { "postgres:alpine": source(), "ghcr.io/OWNER/my-postgres:alpine": written },
    });
    const { output } = await newcomer.type(`docker --config ${folder} pull ${written}`);
    expect(output).toContain(written);
  }

  withPrograms(ledger, ["buildx"], [builds], () => {
    test("docker build builds an image", async () => {
      newcomer.write("../app/Dockerfile", "FROM scratch\nCOPY Dockerfile /\n");
      await newcomer.run(builds);
    });
  });

  withPrograms(ledger, ["docker"], ["docker tag … :latest"], () => {
    test("docker tag tags a pulled image", async () => {
      const latest = source().replace(":v1.0.0", ":latest");
      await newcomer.run("docker tag … :latest", {
        words: { "… :latest": `${latest} ${latest}` },
      });
    });
  });

  withPrograms(ledger, ["terraform"], ["terraform state list", forget], () => {
    test("Terraform removes what moves from its state", async () => {
      const folder = newcomer.pathBeside("terraform");
      newcomer.write("../terraform/terraform.tfstate", JSON.stringify(terraformState));
      writeFileSync(join(folder, "none.tfrc"), "");
      const environment = {
        TF_CLI_CONFIG_FILE: join(folder, "none.tfrc"),
        CHECKPOINT_DISABLE: "1",
      };
      const { stdout } = await newcomer.run("terraform state list", { folder, environment });
      const names = forget.split(" ").slice(3);
      expect(stdout.trim().split("\n").sort()).toEqual(["github_team.other", ...names].sort());
      await newcomer.run(forget, { folder, environment });
      const { stdout: left } = await newcomer.run("terraform state list", { folder, environment });
      expect(left.trim()).toBe("github_team.other");
    });
  });

  const [imports, applies] = [
    "terraform import github_repository.my_app my-app",
    "terraform apply",
  ] as const;
  withPrograms(ledger, ["terraform", "terraform-provider-github"], [imports, applies], () => {
    // tests/system/repositories.test.ts shows how an update leaves the repository.
    test("Terraform imports a repository that left the stack, and writes the secret again", async () => {
      await newcomer.createRepository("moved", ADMINISTRATOR_TOKEN);
      const place = `secrets/${SEED_OWNER}/moved/GHCR_TOKEN`;
      const folder = newcomer.pathBeside("terraform-back");
      newcomer.write("../terraform-back/main.tf", terraformProgram);
      newcomer.write("../terraform-back/own.tfrc", createTerraformConfig());
      const environment = {
        ...{ TF_CLI_CONFIG_FILE: join(folder, "own.tfrc"), CHECKPOINT_DISABLE: "1" },
        ...{ GITHUB_TOKEN: ADMINISTRATOR_TOKEN, TF_VAR_secret: "ghp_exampleBack" },
      };
      await newcomer.run(imports, { folder, environment, words: { "my-app": "moved" } });
      const { stdout } = await newcomer.type("terraform state list", { folder, environment });
      expect(stdout.trim()).toBe("github_repository.my_app");
      const show = "terraform state show -no-color github_repository.my_app";
      const { stdout: learned } = await newcomer.type(show, { folder, environment });
      expect(learned).toMatch(new RegExp(`full_name += "${SEED_OWNER}/moved"`));
      // GitHub only shows this to users who can change it.
      expect(learned).toMatch(/allow_merge_commit += true/);
      expect(await newcomer.readSecret(place)).toBeUndefined();
      const { output } = await newcomer.run(applies, { folder, environment, input: "yes\n" });
      // The change of the repository is only in the provider's state.
      expect(output).toContain("1 added, 1 changed, 0 destroyed");
      expect(await newcomer.readSecret(place)).toBe("ghp_exampleBack");
    });
  });
}

const provider = 'provider["registry.terraform.io/integrations/github"]';

/** With GitHub's defaults for a repository. */
const terraformProgram = `terraform {
  required_providers { github = { source = "integrations/github" } }
}
variable "secret" { sensitive = true }
provider "github" { owner = "${SEED_OWNER}" }
resource "github_repository" "my_app" {
  name         = "moved"
  has_issues   = true
  has_projects = true
  has_wiki     = true
}
resource "github_actions_secret" "ghcr_token" {
  repository  = github_repository.my_app.name
  secret_name = "GHCR_TOKEN"
  value       = var.secret
}
`;

/** A configuration with which Terraform uses the local provider, without a registry. */
function createTerraformConfig(): string {
  const folder = dirname(pathOf("terraform-provider-github"));
  const overrides = `dev_overrides { "integrations/github" = "${folder}" }`;
  return `provider_installation {\n  ${overrides}\n  direct {}\n}\n`;
}

/** The state that Terraform wrote for a repository. */
const terraformState = {
  version: 4,
  terraform_version: "1.5.0",
  serial: 1,
  lineage: "example",
  outputs: {},
  resources: [...forget.split(" ").slice(3), "github_team.other"].map((address) => {
    const [type, name] = address.split(".");
    const instances = [{ schema_version: 0, attributes: { id: "my-app" } }];
    return { mode: "managed", type, name, provider, instances };
  }),
};
