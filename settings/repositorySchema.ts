import { z } from "zod";
import { secretNameProblem } from "../ghcr/names";
import { repositoryDefaults } from "./defaults";
import { imageSchema } from "./imageSchema";
import { text } from "./kinds";

/** What a repository says for itself, and `defaults` for all of them. */
export const ofRepositories = {
  create: z
    .boolean()
    .optional()
    .meta({
      description:
        "Whether to make the repository. Without it the repository must be there already.",
      default: repositoryDefaults.create,
      examples: [true],
    }),
  visibility: z
    .enum(["public", "private", "internal"])
    .optional()
    .meta({
      description:
        "Who sees a repository that is made here. A package's visibility has no API: its first push makes it private.",
      default: repositoryDefaults.visibility,
      examples: ["public"],
    }),
  secretName: text(secretNameProblem)
    .optional()
    .meta({
      description: "The name of the Actions secret that holds `ghcr:token` for the workflows.",
      default: repositoryDefaults.secretName,
      examples: ["PACKAGES_TOKEN"],
    }),
  workflowPermissions: z
    .enum(["read", "write"])
    .optional()
    .meta({
      description:
        "What GITHUB_TOKEN may do in a workflow that does not say. A job that says `permissions: packages: write` needs no more than `read` here.",
      default: repositoryDefaults.workflowPermissions,
      examples: ["write"],
    }),
  approvePullRequests: z
    .boolean()
    .optional()
    .meta({
      description: "Whether workflows may create and approve pull requests.",
      default: repositoryDefaults.approvePullRequests,
      examples: [true],
    }),
};

export const repositorySchema = z
  .strictObject({
    description: text()
      .optional()
      .meta({
        description: "What GitHub shows beside the name of a repository that is made here.",
        defaultIs: "none",
        examples: ["A universe in a container"],
      }),
    ...ofRepositories,
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
