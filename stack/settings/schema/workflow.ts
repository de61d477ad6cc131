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
          "Versions newer than this stay. Deployments are pinned by digest, and a digest has no tag once the tag has moved on, so set this to longer than anything stays deployed.",
        default: cleanupDefaults.olderThan,
        examples: ["1 year"],
      }),
    keepUntagged: count()
      .optional()
      .meta({
        description: "How many untagged versions that are old enough to delete stay, newest first.",
        default: cleanupDefaults.keepUntagged,
        examples: [30],
      }),
    keepTagged: count()
      .optional()
      .meta({
        description: "How many tagged versions that are old enough to delete stay, newest first.",
        defaultIs: "all of them",
        examples: [20],
      }),
    keepTags: list(text(tagPatternProblem))
      .optional()
      .meta({
        description:
          "Tags and digests that always stay. `*` matches any characters, and `?` matches one.",
        default: cleanupDefaults.keepTags,
        examples: [["latest", "v*"]],
      }),
    delete: z
      .boolean()
      .optional()
      .meta({
        description:
          "Whether the cleanup deletes versions. If `false`, each run only lists what it would delete; if `true`, it lists that first.",
        default: cleanupDefaults.delete,
        examples: [true],
      }),
    secretName: text(secretNameProblem)
      .optional()
      .meta({
        description:
          "The Actions secret with the token that deletes versions. The token needs `delete:packages`.",
        defaultIs:
          "the workflow's own token, whose repository needs the Admin role in the package's settings",
        examples: ["CLEANER_TOKEN"],
      }),
  })
  .optional()
  .meta({
    description:
      "Deletes old versions of the images on a schedule. The manifests that an index refers to stay with it.",
    switch: "a cleanup with default settings; `false`: none",
    defaultIs: "none: all versions stay",
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
          "The branch that the workflow is committed to, and whose pushes it publishes. The branch must exist. Tags that start with `v` are published too.",
        default: workflowDefaults.branch,
        examples: ["release"],
      }),
    attest: z
      .boolean()
      .optional()
      .meta({
        description:
          "Whether the workflow attests the images that it pushes. For repositories that are not public, this requires the GitHub Enterprise Cloud plan.",
        defaultIs: "`true` if the repository's `visibility` is set to `public`, otherwise `false`",
        examples: [true],
      }),
    path: text(workflowPathProblem)
      .optional()
      .meta({
        description: "The path of the workflow file.",
        default: workflowDefaults.path,
        examples: [".github/workflows/containers.yml"],
      }),
    pullRequest: z
      .boolean()
      .optional()
      .meta({
        description:
          "Whether to open a pull request with the workflow instead of committing it to the branch. Each change of the workflow opens another pull request; merging or closing it is up to you.",
        default: workflowDefaults.pullRequest,
        examples: [true],
      }),
    cleanup,
    root: text(rootProblem)
      .optional()
      .meta({
        description:
          "The repository's root folder, relative to this program. The workflow's paths start there. Every path of an image must be inside it and be written through it. The disk is not read, so the workflow is the same on every machine.",
        default: workflowDefaults.root,
        examples: ["../my-app"],
        beside: images("../my-app"),
      }),
  })
  .optional()
  .meta({
    description:
      "The workflow that publishes the repository's images from GitHub Actions. It is committed once the secret and the permissions exist. It builds every image without `build: pulumi`. See [docs/workflow.md](workflow.md).",
    switch: "a workflow with default settings; `false`: none, whatever `defaults` contains",
    defaultIs: "none",
    examples: [true, { branch: "release" }],
    beside: images("."),
  });

export type ExpandedWorkflow = NonNullable<z.output<typeof workflow>>;
export type ExpandedCleanup = NonNullable<ExpandedWorkflow["cleanup"]>;
