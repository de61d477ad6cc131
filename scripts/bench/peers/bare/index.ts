import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

for (const name of config.requireObject<string[]>("repositories")) {
  const repository = new github.Repository(name, {
    name,
    visibility: "private",
    autoInit: true,
  });
  new github.ActionsSecret(name, {
    repository: repository.name,
    secretName: "GHCR_TOKEN",
    value: pulumi.secret(process.env.GHCR_TOKEN ?? ""),
  });
  new github.WorkflowRepositoryPermissions(name, {
    repository: repository.name,
    defaultWorkflowPermissions: "read",
  });
}
