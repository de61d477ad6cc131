import { z } from "zod";
import { branchProblem, secretNameProblem, workflowPathProblem } from "../../../core/oci/names";
import { cronProblem } from "../../../core/workflows/names";
import { ageProblem, tagPatternProblem } from "../../../core/workflows/cleanup";
import { count, list, text } from "./kinds";
import { rootProblem } from "./values";
import { cleanupDefaults, workflowDefaults } from "../defaults";

const images = (context: string) => ({ images: { "my-app": context } });

/** Which old versions are deleted. */
const cleanup = z
  .strictObject({
    schedule: text(cronProblem)
      .optional()
      .meta({
        description: "When the cleanup runs, as a cron expression in UTC.",
        default: cleanupDefaults.schedule,
        examples: ["5 6 1 * *"],
      }),
    olderThan: text(ageProblem)
      .optional()
      .meta({
        description:
          "The age from which versions can be deleted. Deployments refer to images by digest, and a deployed digest can lose its tag, so choose a longer time than any version stays deployed.",
        default: cleanupDefaults.olderThan,
        examples: ["1 year"],
      }),
    keepUntagged: count()
      .optional()
      .meta({
        description:
          "How many untagged versions older than `olderThan` to keep. The newest are kept.",
        default: cleanupDefaults.keepUntagged,
        examples: [30],
      }),
    keepTagged: count()
      .optional()
      .meta({
        description:
          "How many tagged versions older than `olderThan` to keep. The newest are kept.",
        defaultIs: "all of them",
        examples: [20],
      }),
    keepTags: list(text(tagPatternProblem))
      .optional()
      .meta({
        description:
          "Tags and digests to always keep. `*` matches any characters, and `?` matches one.",
        default: cleanupDefaults.keepTags,
        examples: [["latest", "v*"]],
      }),
    delete: z
      .boolean()
      .optional()
      .meta({
        description:
          "Whether the cleanup deletes versions. If `false`, each run only lists what it would delete. If `true`, it lists the versions, then deletes them.",
        default: cleanupDefaults.delete,
        examples: [true],
      }),
    secretName: text(secretNameProblem)
      .optional()
      .meta({
        description:
          "The Actions secret with the token that deletes versions: a classic token with `read:packages` and `delete:packages`.",
        defaultIs:
          "the workflow's GITHUB_TOKEN; the repository then needs the role Admin in the package's settings",
        examples: ["CLEANER_TOKEN"],
      }),
  })
  .optional()
  .meta({
    description:
      "Deletes old versions of the images on a schedule. Until you set `delete: true`, it only lists them. A version that it keeps also keeps its platforms and attestations.",
    switch: "a cleanup with default settings; `false`: none",
    defaultIs: "none: all versions are kept",
    examples: [true, { olderThan: "1 year", delete: true }],
  });

/** The workflow that publishes from a repository. */
export const workflow = z
  .strictObject({
    authentication: z
      .enum(["token", "workflow-token"])
      .optional()
      .meta({
        description:
          "How the workflow logs in. `token` uses the secret if it exists and is not blank, and GITHUB_TOKEN otherwise. `workflow-token` always uses GITHUB_TOKEN, which expires with the job and can access only packages that are linked to the repository.",
        default: workflowDefaults.authentication,
        examples: ["workflow-token"],
      }),
    branch: text(branchProblem)
      .optional()
      .meta({
        description:
          "The branch that the workflow is committed to. It must exist. The workflow publishes each push to this branch, and each tag that begins with `v`.",
        default: workflowDefaults.branch,
        examples: ["release"],
      }),
    attest: z
      .boolean()
      .optional()
      .meta({
        description:
          "Whether the workflow creates an attestation, which is signed provenance, for each image that it pushes. For repositories that are not public, this requires the GitHub Enterprise Cloud plan.",
        defaultIs: "`true` if the repository's `visibility` is set to `public`, otherwise `false`",
        examples: [true],
      }),
    path: text(workflowPathProblem)
      .optional()
      .meta({
        description: "The path of the workflow file in the repository.",
        default: workflowDefaults.path,
        examples: [".github/workflows/containers.yml"],
      }),
    pullRequest: z
      .boolean()
      .optional()
      .meta({
        description:
          "Whether to open a pull request with the workflow instead of committing it to the branch. Each change of the workflow opens another pull request, for you to merge.",
        default: workflowDefaults.pullRequest,
        examples: [true],
      }),
    cleanup,
    root: text(rootProblem)
      .optional()
      .meta({
        description:
          "The folder of the repository's clone, relative to the folder of `Pulumi.yaml`. Every path of an image must begin with this path, and the workflow contains only the rest of it.",
        default: workflowDefaults.root,
        examples: ["../my-app"],
        beside: images("../my-app"),
      }),
  })
  .optional()
  .meta({
    description:
      "The workflow that publishes the repository's images from GitHub Actions. It builds every image except those with `build: pulumi`. The update commits it to the repository. See [docs/workflow.md](workflow.md).",
    switch: "a workflow with default settings; `false`: none, whatever `defaults` contains",
    defaultIs: "none",
    examples: [true, { branch: "release" }],
    beside: images("."),
  });

export type ExpandedWorkflow = NonNullable<z.output<typeof workflow>>;
export type ExpandedCleanup = NonNullable<ExpandedWorkflow["cleanup"]>;
