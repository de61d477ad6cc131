import { z } from "zod";
import {
  branchProblem,
  repositoryProblem,
  secretNameProblem,
  workflowPathProblem,
} from "../../../core/oci/names";
import {
  backendProblem,
  cronProblem,
  folderProblem,
  secretVariableProblem,
} from "../../../core/workflows/names";
import { list, text } from "./kinds";
import { noDrift, stackWorkflowDefaults } from "../defaults";

/** The workflow that runs the stack, in the program's own repository. */
export const stackWorkflow = z
  .strictObject({
    repository: text(repositoryProblem).meta({
      description:
        "The name of the repository that contains this program, without the owner. It does not have to be in `ghcr:repositories`.",
      examples: ["infrastructure"],
      missing: "set it to the name of the repository that contains this program",
    }),
    secrets: list(text((name) => secretNameProblem(name) ?? secretVariableProblem(name))).meta({
      description:
        "The repository's Actions secrets that Pulumi needs to open the state and the stack's secrets. Each becomes an environment variable of the same name. If one is missing, the run fails and names it.",
      examples: [["PULUMI_ACCESS_TOKEN"], ["PULUMI_CONFIG_PASSPHRASE", "AWS_SECRET_ACCESS_KEY"]],
      missing:
        "list the Actions secrets that Pulumi needs: PULUMI_ACCESS_TOKEN, or PULUMI_CONFIG_PASSPHRASE and the credentials of the state's bucket",
    }),
    backend: text(backendProblem)
      .optional()
      .meta({
        description:
          "The backend that stores the stack's state, as in `pulumi login`. It becomes `PULUMI_BACKEND_URL`.",
        defaultIs: "Pulumi Cloud, or the value of a secret `PULUMI_BACKEND_URL`",
        examples: ["s3://my-state?region=eu-central-1"],
      }),
    branch: text(branchProblem)
      .optional()
      .meta({
        description:
          "The branch that the workflow is committed to. Pushes to it update the stack, and pull requests to it are previewed. The branch must exist.",
        default: stackWorkflowDefaults.branch,
        examples: ["production"],
      }),
    path: text(workflowPathProblem)
      .optional()
      .meta({
        description: "The path of the workflow file in the repository.",
        default: stackWorkflowDefaults.path,
        examples: [".github/workflows/production.yml"],
      }),
    folder: text(folderProblem)
      .optional()
      .meta({
        description: "The folder of `Pulumi.yaml`, relative to the repository's root.",
        default: stackWorkflowDefaults.folder,
        examples: ["infra"],
      }),
    drift: text((time) => (time === noDrift ? undefined : cronProblem(time)))
      .optional()
      .meta({
        description:
          "When the workflow checks for drift, which is a difference between the resources and the settings: a cron expression in UTC, or `never`.",
        default: stackWorkflowDefaults.drift,
        examples: ["5 6 * * MON-FRI", noDrift],
      }),
    overwrite: z
      .boolean()
      .optional()
      .meta({
        description: "Whether to overwrite an existing file that the stack did not create.",
        default: stackWorkflowDefaults.overwrite,
        examples: [true],
      }),
  })
  .optional()
  .meta({
    description:
      "The workflow that runs this stack from GitHub Actions: a preview for each pull request, an update for each push, and a check for drift. See [docs/stackWorkflow.md](stackWorkflow.md).",
    defaultIs: "none",
    examples: [{ repository: "infrastructure", secrets: ["PULUMI_ACCESS_TOKEN"] }],
  });

export type ExpandedStackWorkflow = NonNullable<z.output<typeof stackWorkflow>>;
