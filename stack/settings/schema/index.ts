import { z } from "zod";
import { ownerProblem, registryProblem, tagProblem } from "../../../core/oci/names";
import { sharedImageSettings } from "./image";
import { text, nonEmptyText } from "./kinds";
import { mirrorSchema } from "./mirror";
import { sharedRepositorySettings, repositorySchema } from "./repository";
import { stackWorkflow } from "./stackWorkflow";

/** Everything under `ghcr:` that is not a secret. */
export const settingsSchema = z.strictObject({
  owner: text(ownerProblem).meta({
    description:
      "The user or organization that owns the repositories and packages. Case is ignored.",
    defaultIs: "the environment variable `GITHUB_OWNER`; without it the setting is required",
    examples: ["F1bonacci66"],
    missing:
      "set it with 'npx pulumi config set ghcr:owner NAME', or set the environment variable GITHUB_OWNER",
  }),
  registry: text(registryProblem)
    .optional()
    .meta({
      description: "The registry's host, with a port if it needs one.",
      defaultIs: "the environment variable `GHCR_REGISTRY`, or `ghcr.io`",
      examples: ["ghcr.io"],
    }),
  username: text(ownerProblem)
    .optional()
    .meta({
      description: "The account that logs in to the registry. `ghcr:token` must belong to it.",
      defaultIs: "the owner",
      examples: ["octocat"],
    }),
  pullUsername: text(ownerProblem)
    .optional()
    .meta({
      description:
        "The account that logs in to the registry to pull. `ghcr:pullToken` must belong to it.",
      defaultIs: "`ghcr:username`",
      examples: ["octocat"],
    }),
  preflight: z
    .enum(["strict", "warn", "off"])
    .optional()
    .meta({
      description:
        "What the preflight, the check before each update, does about a failure. `strict` stops the update, `warn` only reports the failure, and `off` checks nothing.",
      default: "strict",
      examples: ["warn"],
    }),
  version: text(tagProblem)
    .optional()
    .meta({
      description:
        "The version to publish. It fills in the placeholders of `tags`: `{{tag}}` with any valid tag, the others with the parts of a version such as v1.2.3 or 1.2.3-rc.1.",
      defaultIs: "none",
      examples: ["v1.2.3"],
    }),
  releases: z
    .enum(["fixed", "movable"])
    .optional()
    .meta({
      description:
        "Whether an update may move a tag that names one version (`{{tag}}`, `{{version}}`), when it is already published. `fixed` stops such an update and its preview. `movable` allows it. Tags such as `latest` and `{{major}}.{{minor}}` always move. The environment variable `GHCR_RELEASES` overrides it.",
      default: "fixed",
      examples: ["movable"],
    }),
  builder: z
    .strictObject({
      name: nonEmptyText().meta({
        description: "The builder's name, as `docker buildx ls` shows it.",
        examples: ["big"],
        missing: "write the name that 'docker buildx ls' shows",
      }),
    })
    .optional()
    .meta({
      description: "The Buildx builder that builds the images.",
      short: "The builder's name.",
      defaultIs: "the builder that is selected in Buildx",
      examples: ["big"],
    }),
  defaults: z
    .strictObject({ ...sharedRepositorySettings, ...sharedImageSettings })
    .optional()
    .meta({
      description:
        "Settings for all repositories and images. A repository or an image can set its own value, which replaces the one here. Lists and maps are replaced, not merged.",
      default: {},
      examples: [{ workflowPermissions: "write", platforms: ["linux/amd64", "linux/arm64"] }],
    }),
  repositories: z
    .record(z.string(), repositorySchema)
    .optional()
    .meta({
      description: "The repositories, by name.",
      default: {},
      examples: [{ "my-app": { images: { "my-app": "../my-app" } } }],
    }),
  mirrors: z
    .record(z.string(), mirrorSchema)
    .optional()
    .meta({
      description: "Images to copy from other registries, by package name.",
      default: {},
      examples: [{ "my-postgres": "docker.io/library/postgres:alpine" }],
    }),
  stackWorkflow,
});

/** Settings that the schema accepts, with their short forms expanded. */
export type ExpandedSettings = z.output<typeof settingsSchema>;
export type ExpandedDefaults = NonNullable<ExpandedSettings["defaults"]>;
