import { z } from "zod";
import { platformProblem, tagProblem } from "../ghcr/names";
import { imageDefaults } from "./defaults";
import { list, text, words } from "./kinds";
import { argumentNameProblem, argumentProblem, secretIdProblem } from "./values";

/** What an image says for itself, and `defaults` for all of them. */
export const ofImages = {
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

export const imageSchema = z
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
