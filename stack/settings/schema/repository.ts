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
    .literal([true, false, "empty"])
    .optional()
    .meta({
      description:
        "Whether to create the repository. If `false`, it must exist. `true` creates it with a README as its first commit. `empty` creates it without a commit, so that you can push a clone that has commits already; the first update after that push commits the workflow.",
      default: repositoryDefaults.create,
      examples: [true, "empty"],
    }),
  adopt: z
    .literal([true, false, "overwrite"])
    .optional()
    .meta({
      description:
        "Whether to take over an existing repository. What you do not set stays as it is on GitHub. If a setting differs from GitHub, `true` stops the update and shows both values, and `overwrite` writes the setting to GitHub. With `ghcr:preflight: warn` or `off`, `true` works like `overwrite`. The secret and the ruleset of `protectTags` are always written.",
      default: repositoryDefaults.adopt,
      examples: [true, "overwrite"],
    }),
  onDestroy: z
    .enum(["archive", "delete", "keep"])
    .optional()
    .meta({
      description:
        "What happens when a created or adopted repository is removed from the stack. `archive` archives it, `delete` deletes it with everything in it (the token needs `delete_repo`), and `keep` leaves it as it is.",
      defaultIs: "`archive` for a created repository, `keep` for an adopted one",
      examples: ["keep"],
    }),
  visibility: z
    .enum(["public", "private", "internal"])
    .optional()
    .meta({
      description:
        "The visibility of a created or adopted repository. It does not apply to packages: a first push creates a private package, and no API changes that.",
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
        "Where the secret is stored. With `repository`, each repository has its own. With `organization`, all repositories with this setting share one secret of the organization. On the Free plan, only public repositories can read that secret.",
      default: repositoryDefaults.secretScope,
      examples: ["organization"],
    }),
  protectTags: list(text(tagPatternProblem))
    .optional()
    .meta({
      description:
        "Git tags that can be created, but not moved or deleted. `*` matches any characters. A GitHub ruleset enforces this; on the Free plan, only public repositories can have one.",
      defaultIs: "none",
      examples: [["v*"]],
    }),
  workflowPermissions: z
    .enum(["read", "write"])
    .optional()
    .meta({
      description:
        "The permissions of GITHUB_TOKEN in workflows that do not set their own. A job with `permissions: packages: write` needs only `read` here.",
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
