import { z } from "zod";
import {
  ownerProblem,
  platformProblem,
  registryProblem,
  secretNameProblem,
  tagProblem,
} from "../ghcr/names";
import { imageDefaults, repositoryDefaults } from "./defaults";
import { shown } from "./shown";
import {
  argumentProblem,
  argumentNameProblem,
  dateProblem,
  fromProblem,
  secretIdProblem,
} from "./values";

/** What the schema tells of a setting beside its type; the documents are made from it. */
export interface About {
  readonly description: string;
  /** The value that is taken where none is written. */
  readonly default?: unknown;
  /** The default in words, where it is no value that one could write. */
  readonly defaultIs?: string;
  readonly examples?: readonly unknown[];
  /** What a text means where a map is wanted. */
  readonly short?: string;
  /** Whether nothing behind the name means that all is default. */
  readonly mayBeEmpty?: boolean;
  /** The mend where the setting must be there and is not. */
  readonly missing?: string;
}

/** Text that a function finds nothing wrong with. */
function text(problemOf: (text: string) => string | undefined = noProblem): z.ZodString {
  return z.string().superRefine((value, context) => {
    const problem = dateProblem(value) ?? problemOf(value);
    if (problem !== undefined) {
      context.addIssue({ code: "custom", message: `${shown(value)} ${problem}` });
    }
  });
}

function noProblem(): undefined {
  return undefined;
}

function words(): z.ZodString {
  return text((value) => (value === "" ? "is empty" : undefined));
}

/** A list that is not empty and names nothing twice. */
function list(entry: z.ZodString): z.ZodArray<z.ZodString> {
  return z
    .array(entry)
    .min(1)
    .superRefine((values, context) => {
      const seen = new Set<string>();
      values.forEach((value, index) => {
        if (seen.has(value)) {
          const message = `${shown(value)} is there twice; take one of them out`;
          context.addIssue({ code: "custom", path: [index], message });
        }
        seen.add(value);
      });
    });
}

/** What a repository says for itself, and `defaults` for all of them. */
const ofRepositories = {
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

/** What an image says for itself, and `defaults` for all of them. */
const ofImages = {
  dockerfile: words()
    .optional()
    .meta({
      description: "The Dockerfile, relative to this program.",
      defaultIs: "`Dockerfile` in the context",
      examples: ["docker/api.Dockerfile"],
    }),
  tags: list(text(tagProblem))
    .optional()
    .meta({
      description:
        "The tags to push. The first one stands in the pinned reference. Write each in quotes: to YAML 1.10 is a number, and becomes 1.1.",
      default: imageDefaults.tags,
      examples: [["1.10", "latest"]],
    }),
  platforms: list(text(platformProblem))
    .optional()
    .meta({
      description: "The platforms to build for.",
      defaultIs: "the builder's own",
      examples: [["linux/amd64", "linux/arm64"]],
    }),
  target: words()
    .optional()
    .meta({
      description: "The stage of the Dockerfile to build.",
      defaultIs: "the last one",
      examples: ["runtime"],
    }),
  buildArgs: z
    .record(text(argumentNameProblem), text(argumentProblem))
    .optional()
    .meta({
      description:
        "Values for the Dockerfile's ARG. They stay readable in the image: a token belongs into `secrets`.",
      defaultIs: "none",
      examples: [{ VERSION: "1.10" }],
    }),
  secrets: z
    .record(text(secretIdProblem), z.string())
    .optional()
    .meta({
      description:
        "What `RUN --mount=type=secret,id=ID` reads: for each ID the NAME of a secret that is stored as `ghcr:secret-NAME`.",
      defaultIs: "none",
      examples: [{ npmrc: "npm" }],
    }),
};

const imageSchema = z
  .strictObject({
    context: words().meta({
      description:
        "The folder to build from, relative to this program: an absolute one differs on the next machine, and what differs is built again.",
      examples: ["../api"],
      missing: "write the folder to build from: `context: ../api`",
    }),
    contexts: z
      .record(z.string(), words())
      .optional()
      .meta({
        description: "Other folders or images that the Dockerfile names in FROM and COPY --from.",
        defaultIs: "none",
        examples: [{ shared: "../shared" }],
      }),
    ...ofImages,
  })
  .meta({ description: "An image to build and push.", short: "The folder to build from." });

const repositorySchema = z
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

const mirrorSchema = z
  .strictObject({
    from: text(fromProblem).meta({
      description:
        "The image to copy, with all its platforms. A private one is read as whoever is logged in on this machine.",
      examples: ["docker.io/library/postgres:alpine"],
      missing: "write the image to copy: `from: docker.io/library/postgres:alpine`",
    }),
    tags: list(text(tagProblem))
      .optional()
      .meta({
        description: "The tags to push. The first one stands in the pinned reference.",
        defaultIs: "the tag of `from`",
        examples: [["16", "alpine"]],
      }),
  })
  .meta({
    description: "An image that is copied from another registry.",
    short: "The image to copy.",
  });

/** Everything under `ghcr:` that is no secret. */
export const settingsSchema = z.strictObject({
  owner: text(ownerProblem).meta({
    description: "The user or organisation that owns repositories and packages, in any case.",
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
  preflight: z
    .enum(["strict", "warn", "off"])
    .optional()
    .meta({
      description:
        "What the preflight's findings do before anything is changed: `strict` stops at a failure, `warn` only tells it, `off` asks nothing.",
      default: "strict",
      examples: ["warn"],
    }),
  builder: z
    .strictObject({
      name: words().meta({
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
    .strictObject({ ...ofRepositories, ...ofImages })
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
});

export type PlainSettings = z.output<typeof settingsSchema>;
