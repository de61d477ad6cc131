import { z } from "zod";
import { ownerProblem, registryProblem, tagProblem } from "../../../core/oci/names";
import { sharedImageSettings } from "./image";
import { text, nonEmptyText } from "./kinds";
import { mirrorSchema } from "./mirror";
import { sharedRepositorySettings, repositorySchema } from "./repository";
import { stackWorkflow } from "./stackWorkflow";

/** Everything under `ghcr:` that is no secret. */
export const settingsSchema = z.strictObject({
  owner: text(ownerProblem).meta({
    description: "The user or organization that owns repositories and packages, in any case.",
    defaultIs: "the variable `GITHUB_OWNER`; without it the setting is needed",
    examples: ["F1bonacci66"],
    missing: "set it with 'pulumi config set ghcr:owner NAME', or in the variable GITHUB_OWNER",
  }),
  registry: text(registryProblem)
    .optional()
    .meta({
      description: "The registry's host, with its port if it has one.",
      defaultIs: "the variable `GHCR_REGISTRY`, or else `ghcr.io`",
      examples: ["ghcr.io"],
    }),
  username: text(ownerProblem)
    .optional()
    .meta({
      description: "Who logs in to the registry: the account that `ghcr:token` belongs to.",
      defaultIs: "the owner",
      examples: ["octocat"],
    }),
  pullUsername: text(ownerProblem)
    .optional()
    .meta({
      description:
        "Who logs in to the registry to pull: the account that `ghcr:pullToken` belongs to.",
      defaultIs: "`ghcr:username`",
      examples: ["octocat"],
    }),
  preflight: z
    .enum(["strict", "warn", "off"])
    .optional()
    .meta({
      description:
        "What the preflight's findings do before anything is changed: `strict` stops at a failure, `warn` only tells it, `off` asks nothing.",
      default: "strict",
      examples: ["warn"],
    }),
  version: text(tagProblem)
    .optional()
    .meta({
      description:
        "The version that images' tags are made of, with or without a v. `{{tag}}` takes any tag; the other rules want a version as v1.2.3 or 1.2.3-rc.1.",
      defaultIs: "none",
      examples: ["v1.2.3"],
    }),
  builder: z
    .strictObject({
      name: nonEmptyText().meta({
        description: "The name that `docker buildx ls` shows.",
        examples: ["big"],
        missing: "write the name that 'docker buildx ls' shows",
      }),
    })
    .optional()
    .meta({
      description: "The buildx builder that builds.",
      short: "The builder's name.",
      defaultIs: "the one in use",
      examples: ["big"],
    }),
  defaults: z
    .strictObject({ ...sharedRepositorySettings, ...sharedImageSettings })
    .optional()
    .meta({
      description:
        "What all repositories and images share. What one says for itself wins, and a list or a map is replaced whole, never merged.",
      default: {},
      examples: [{ workflowPermissions: "write", platforms: ["linux/amd64", "linux/arm64"] }],
    }),
  repositories: z
    .record(z.string(), repositorySchema)
    .optional()
    .meta({
      description: "The repositories by name.",
      default: {},
      examples: [{ "my-app": { images: { "my-app": "../my-app" } } }],
    }),
  mirrors: z
    .record(z.string(), mirrorSchema)
    .optional()
    .meta({
      description: "Images that are copied from other registries, by the name of their package.",
      default: {},
      examples: [{ "my-postgres": "docker.io/library/postgres:alpine" }],
    }),
  stackWorkflow,
});

/** Settings that the schema accepts, with their short forms expanded. */
export type ExpandedSettings = z.output<typeof settingsSchema>;
export type ExpandedDefaults = NonNullable<ExpandedSettings["defaults"]>;
