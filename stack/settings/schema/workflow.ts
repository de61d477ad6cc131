import { z } from "zod";
import { branchProblem, secretNameProblem, workflowPathProblem } from "../../../core/oci/names";
import { cronProblem } from "../../../core/workflows/names";
import { ageProblem, tagPatternProblem } from "../../../core/workflows/cleanup";
import { count, list, text } from "./kinds";
import { rootProblem } from "./values";
import { cleanupDefaults, workflowDefaults } from "../defaults";

const images = (context: string) => ({ images: { "my-app": context } });

/** Which old versions go. */
const cleanup = z
  .strictObject({
    schedule: text(cronProblem)
      .optional()
      .meta({
        description: "When it looks, in the form of cron and by UTC.",
        default: cleanupDefaults.schedule,
        examples: ["5 6 1 * *"],
      }),
    olderThan: text(ageProblem)
      .optional()
      .meta({
        description:
          "What is younger stays. A deployment is pinned by its digest, and a digest whose tag moved on has none: leave it longer than anything stays deployed.",
        default: cleanupDefaults.olderThan,
        examples: ["1 year"],
      }),
    keepUntagged: count()
      .optional()
      .meta({
        description: "How many of those without a tag that are old enough stay, the newest first.",
        default: cleanupDefaults.keepUntagged,
        examples: [30],
      }),
    keepTagged: count()
      .optional()
      .meta({
        description: "How many of those with a tag that are old enough stay, the newest first.",
        defaultIs: "all of them",
        examples: [20],
      }),
    keepTags: list(text(tagPatternProblem))
      .optional()
      .meta({
        description:
          "The tags that stay whatever else is said, and the digests. `*` stands for any characters, and `?` for one.",
        default: cleanupDefaults.keepTags,
        examples: [["latest", "v*"]],
      }),
    delete: z
      .boolean()
      .optional()
      .meta({
        description:
          "Whether they are deleted. Until then each run only tells which would be; with it, it tells that first.",
        default: cleanupDefaults.delete,
        examples: [true],
      }),
    secretName: text(secretNameProblem)
      .optional()
      .meta({
        description: "The Actions secret whose token deletes, one with `delete:packages`.",
        defaultIs:
          "the workflow's own token, which takes the role Admin of its repository in the package's settings",
        examples: ["CLEANER_TOKEN"],
      }),
  })
  .optional()
  .meta({
    description:
      "Deletes old versions of the images by the clock. What an index is made of stays with it.",
    switch: "all is default; `false`: none",
    defaultIs: "none: all versions stay",
    examples: [true, { olderThan: "1 year", delete: true }],
  });

/** How the workflow publishes that is written into a repository. */
export const workflow = z
  .strictObject({
    authentication: z
      .enum(["token", "workflow-token"])
      .optional()
      .meta({
        description:
          "How the workflow logs in: `token` takes the secret where it is there and not blank, and GITHUB_TOKEN else; `workflow-token` takes GITHUB_TOKEN always, which expires with the job, and reaches only packages that are linked to the repository.",
        default: workflowDefaults.authentication,
        examples: ["workflow-token"],
      }),
    branch: text(branchProblem)
      .optional()
      .meta({
        description:
          "The branch that the workflow is committed to, and whose pushes it publishes. It must be there. It publishes tags that begin with v, too.",
        default: workflowDefaults.branch,
        examples: ["release"],
      }),
    attest: z
      .boolean()
      .optional()
      .meta({
        description:
          "Whether the workflow attests what it pushed. For a repository that is not public GitHub takes that on the plan Enterprise Cloud only.",
        defaultIs: "`true` where the repository's `visibility` is set to `public`, else `false`",
        examples: [true],
      }),
    path: text(workflowPathProblem)
      .optional()
      .meta({
        description: "The workflow's file.",
        default: workflowDefaults.path,
        examples: [".github/workflows/containers.yml"],
      }),
    pullRequest: z
      .boolean()
      .optional()
      .meta({
        description:
          "Whether the workflow comes to its branch by a pull request, and is not committed to it. Each workflow that the settings come to has one of its own; what becomes of it is GitHub's.",
        default: workflowDefaults.pullRequest,
        examples: [true],
      }),
    cleanup,
    root: text(rootProblem)
      .optional()
      .meta({
        description:
          "The folder that is the repository's root, relative to this program: the workflow names the images' folders from there. Each of them must lie in it, and be written by way of it; nothing is looked for on the disk, so that the workflow is the same from each machine.",
        default: workflowDefaults.root,
        examples: ["../my-app"],
        beside: images("../my-app"),
      }),
  })
  .optional()
  .meta({
    description:
      "The workflow that publishes the repository's images from GitHub Actions, committed once the secret and the permissions are there. It builds each image that does not say `build: pulumi`. `docs/workflow.md` tells what it does.",
    switch: "all is default; `false`: none, whatever `defaults` say",
    defaultIs: "none",
    examples: [true, { branch: "release" }],
    beside: images("."),
  });

export type ExpandedWorkflow = NonNullable<z.output<typeof workflow>>;
export type ExpandedCleanup = NonNullable<ExpandedWorkflow["cleanup"]>;
