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

/** How the workflow runs the stack that is written into the program's own repository. */
export const stackWorkflow = z
  .strictObject({
    repository: text(repositoryProblem).meta({
      description:
        "The repository that the program lies in, by its name alone. It need not be one of `ghcr:repositories`.",
      examples: ["infrastructure"],
      missing: "write the name of the repository that this program lies in",
    }),
    secrets: list(text((name) => secretNameProblem(name) ?? secretVariableProblem(name))).meta({
      description:
        "The repository's Actions secrets that Pulumi runs with, each as a variable of its own name: what opens the state, and the stack's secrets. They must be there, and a run without one fails and names it.",
      examples: [["PULUMI_ACCESS_TOKEN"], ["PULUMI_CONFIG_PASSPHRASE", "AWS_SECRET_ACCESS_KEY"]],
      missing:
        "name the Actions secrets that Pulumi needs: PULUMI_ACCESS_TOKEN, or PULUMI_CONFIG_PASSPHRASE and what opens the state's bucket",
    }),
    backend: text(backendProblem)
      .optional()
      .meta({
        description:
          "Where the stack's state lies, as `pulumi login` takes it. It becomes `PULUMI_BACKEND_URL`.",
        defaultIs: "Pulumi Cloud, or what a secret `PULUMI_BACKEND_URL` says",
        examples: ["s3://my-state?region=eu-central-1"],
      }),
    branch: text(branchProblem)
      .optional()
      .meta({
        description:
          "The branch that the workflow is committed to, whose pushes update the stack, and to which pull requests are previewed. It must be there.",
        default: stackWorkflowDefaults.branch,
        examples: ["production"],
      }),
    path: text(workflowPathProblem)
      .optional()
      .meta({
        description: "The workflow's file.",
        default: stackWorkflowDefaults.path,
        examples: [".github/workflows/production.yml"],
      }),
    folder: text(folderProblem)
      .optional()
      .meta({
        description: "The folder of this program, from the repository's root.",
        default: stackWorkflowDefaults.folder,
        examples: ["infra"],
      }),
    drift: text((time) => (time === noDrift ? undefined : cronProblem(time)))
      .optional()
      .meta({
        description:
          "When the workflow looks whether what is there is still what the settings say, in the form of cron and by UTC; `never`: not at all.",
        default: stackWorkflowDefaults.drift,
        examples: ["5 6 * * MON-FRI", noDrift],
      }),
    overwrite: z
      .boolean()
      .optional()
      .meta({
        description:
          "Whether a file that is there already, and that the stack did not write, is written over.",
        default: stackWorkflowDefaults.overwrite,
        examples: [true],
      }),
  })
  .optional()
  .meta({
    description:
      "The workflow that runs this stack from GitHub Actions: a preview on each pull request, an update at each push, and a look for drift. [docs/stackWorkflow.md](stackWorkflow.md) tells what it does.",
    defaultIs: "none",
    examples: [{ repository: "infrastructure", secrets: ["PULUMI_ACCESS_TOKEN"] }],
  });

export type ExpandedStackWorkflow = NonNullable<z.output<typeof stackWorkflow>>;
