import { z } from "zod";
import { secretNameProblem } from "../../../core/oci/names";
import { repositoryDefaults } from "../defaults";
import { imageSchema } from "./image";
import { list, text } from "./kinds";
import { tagPatternProblem } from "./values";
import { workflow } from "./workflow";

/** The settings of a repository that `defaults` can hold, too. */
export const sharedRepositorySettings = {
  create: z
    .boolean()
    .optional()
    .meta({
      description: "Whether to create the repository. If `false`, it must exist.",
      default: repositoryDefaults.create,
      examples: [true],
    }),
  adopt: z
    .literal([true, false, "overwrite"])
    .optional()
    .meta({
      description:
        "Whether to take over an existing repository. Anything that the settings do not set stays as it is on GitHub. If a setting differs from GitHub, `true` stops the update and shows both values, and `overwrite` changes it on GitHub; so does `true` with `ghcr:preflight: warn` or `off`. The secret and the ruleset of `protectTags` are written in any case.",
      default: repositoryDefaults.adopt,
      examples: [true, "overwrite"],
    }),
  onDestroy: z
    .enum(["archive", "delete", "keep"])
    .optional()
    .meta({
      description:
        "What happens when a created or adopted repository is removed from the stack: it is archived, deleted with all its contents (the token needs `delete_repo`), or kept as it is.",
      defaultIs: "`archive` for a created repository, `keep` for an adopted one",
      examples: ["keep"],
    }),
  visibility: z
    .enum(["public", "private", "internal"])
    .optional()
    .meta({
      description:
        "The visibility of a created or adopted repository. It does not set a package's visibility, which has no API: the first push creates a private package.",
      defaultIs: "`private` for a created repository, GitHub's value for an adopted one",
      examples: ["public"],
    }),
  secretName: text(secretNameProblem)
    .optional()
    .meta({
      description: "The name of the Actions secret that holds `ghcr:token` for workflows.",
      default: repositoryDefaults.secretName,
      examples: ["PACKAGES_TOKEN"],
    }),
  secretScope: z
    .enum(["repository", "organization"])
    .optional()
    .meta({
      description:
        "Where the secret is stored: on the repository, or once on the organization, for all repositories with this setting. A new token is then a single write. On the Free plan, an organization's secrets reach only public repositories.",
      default: repositoryDefaults.secretScope,
      examples: ["organization"],
    }),
  protectTags: list(text(tagPatternProblem))
    .optional()
    .meta({
      description:
        "Tags that can be created, but not moved or deleted, enforced by a GitHub ruleset. `*` matches any characters. On the Free plan, rulesets are only for public repositories.",
      defaultIs: "none",
      examples: [["v*"]],
    }),
  workflowPermissions: z
    .enum(["read", "write"])
    .optional()
    .meta({
      description:
        "The permissions of GITHUB_TOKEN in workflows that set none. A job with `permissions: packages: write` needs only `read` here.",
      defaultIs: "`read`, or GitHub's value for an adopted repository",
      examples: ["write"],
    }),
  approvePullRequests: z
    .boolean()
    .optional()
    .meta({
      description: "Whether workflows may create and approve pull requests.",
      defaultIs: "`false`, or GitHub's value for an adopted repository",
      examples: [true],
    }),
  workflow,
};

export const repositorySchema = z
  .strictObject({
    description: text()
      .optional()
      .meta({
        description: "The description of a created or adopted repository on GitHub.",
        defaultIs: "none, or GitHub's value for an adopted repository",
        examples: ["A universe in a container"],
      }),
    ...sharedRepositorySettings,
    images: z
      .record(z.string(), imageSchema)
      .optional()
      .meta({
        description:
          "The images, by package name without the owner. A package belongs to one repository.",
        default: {},
        examples: [{ api: "../api", "api/assets": { context: "../assets", tags: ["1.10"] } }],
      }),
  })
  .meta({
    description:
      "A repository that can publish. If nothing follows its name, all settings have their defaults.",
    mayBeEmpty: true,
  });

export type ExpandedRepository = z.output<typeof repositorySchema>;
