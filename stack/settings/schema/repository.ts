import { z } from "zod";
import { secretNameProblem } from "../../../core/oci/names";
import { repositoryDefaults } from "../defaults";
import { imageSchema } from "./image";
import { list, text } from "./kinds";
import { tagPatternProblem } from "./values";
import { workflow } from "./workflow";

/** What a repository says for itself, and `defaults` for all of them. */
export const sharedRepositorySettings = {
  create: z
    .boolean()
    .optional()
    .meta({
      description:
        "Whether to make the repository. Without it the repository must be there already.",
      default: repositoryDefaults.create,
      examples: [true],
    }),
  adopt: z
    .literal([true, false, "overwrite"])
    .optional()
    .meta({
      description:
        "Whether to take a repository that exists into the stack. What the settings leave open stays as it is on GitHub. Where one differs from GitHub, `true` stops the update and tells both values, and `overwrite` writes it; so does `true` with `ghcr:preflight: warn` or `off`. The secret, and the ruleset of `protectTags`, are written in any case.",
      default: repositoryDefaults.adopt,
      examples: [true, "overwrite"],
    }),
  onDestroy: z
    .enum(["archive", "delete", "keep"])
    .optional()
    .meta({
      description:
        "What becomes of a repository that was made or adopted when it leaves the stack: archived, deleted with all that is in it (the token needs `delete_repo`), or kept as it is.",
      defaultIs: "`archive` for one that is made here, `keep` for one that was adopted",
      examples: ["keep"],
    }),
  visibility: z
    .enum(["public", "private", "internal"])
    .optional()
    .meta({
      description:
        "Who sees a repository that is made or adopted here. A package's visibility has no API: its first push makes it private.",
      defaultIs: "`private` for one that is made here, what GitHub has for one that is adopted",
      examples: ["public"],
    }),
  secretName: text(secretNameProblem)
    .optional()
    .meta({
      description: "The name of the Actions secret that holds `ghcr:token` for the workflows.",
      default: repositoryDefaults.secretName,
      examples: ["PACKAGES_TOKEN"],
    }),
  secretScope: z
    .enum(["repository", "organization"])
    .optional()
    .meta({
      description:
        "Where the secret lies: on the repository, or once on the organization, which shows it to the repositories that say so here. A new token is then one write, however many they are. On the plan Free an organization's secrets are for public repositories only.",
      default: repositoryDefaults.secretScope,
      examples: ["organization"],
    }),
  protectTags: list(text(tagPatternProblem))
    .optional()
    .meta({
      description:
        "The tags that can be made, and then neither moved nor deleted, by a ruleset of GitHub's. `*` stands for anything. On the plan Free rulesets are for public repositories only.",
      defaultIs: "none",
      examples: [["v*"]],
    }),
  workflowPermissions: z
    .enum(["read", "write"])
    .optional()
    .meta({
      description:
        "What GITHUB_TOKEN may do in a workflow that does not say. A job that says `permissions: packages: write` needs no more than `read` here.",
      defaultIs: "`read`; what GitHub has for a repository that is adopted",
      examples: ["write"],
    }),
  approvePullRequests: z
    .boolean()
    .optional()
    .meta({
      description: "Whether workflows may create and approve pull requests.",
      defaultIs: "`false`; what GitHub has for a repository that is adopted",
      examples: [true],
    }),
  workflow,
};

export const repositorySchema = z
  .strictObject({
    description: text()
      .optional()
      .meta({
        description:
          "What GitHub shows beside the name of a repository that is made or adopted here.",
        defaultIs: "none; what GitHub has for a repository that is adopted",
        examples: ["A universe in a container"],
      }),
    ...sharedRepositorySettings,
    images: z
      .record(z.string(), imageSchema)
      .optional()
      .meta({
        description:
          "The images by the name of their package, below the owner. A package belongs to one repository.",
        default: {},
        examples: [{ api: "../api", "api/assets": { context: "../assets", tags: ["1.10"] } }],
      }),
  })
  .meta({
    description: "A repository that can publish. With nothing behind its name all is default.",
    mayBeEmpty: true,
  });

export type ExpandedRepository = z.output<typeof repositorySchema>;
