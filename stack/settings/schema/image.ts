import { z } from "zod";
import { platformProblem } from "../../../core/oci/names";
import { serviceProblem } from "../../../core/oci/plainName";
import { placeholderList, tagRuleProblem } from "../../../core/tags/rules";
import { imageDefaults } from "../defaults";
import { list, rejectDuplicates, text, nonEmptyText } from "./kinds";
import { argumentNameProblem, argumentProblem, secretIdProblem } from "./values";

/** The settings of an image that `defaults` can hold, too. */
export const sharedImageSettings = {
  dockerfile: nonEmptyText()
    .optional()
    .meta({
      description: "The Dockerfile, relative to the folder of `Pulumi.yaml`.",
      defaultIs: "`Dockerfile` in the context",
      examples: ["docker/api.Dockerfile"],
    }),
  tags: list(text(tagRuleProblem))
    .optional()
    .meta({
      description: `The tags to push: fixed text, or rules with ${placeholderList}. The pinned reference uses the first one. See [docs/images.md](images.md) for the placeholders. Write each tag in quotes: YAML reads 1.10 as the number 1.1, and {{ as the start of a map.`,
      defaultIs: '`[latest]`, or `["{{tag}}", latest]` if `ghcr:version` is set',
      examples: [
        ["1.10", "latest"],
        ["{{version}}", "{{major}}.{{minor}}", "sha-{{commit}}", "latest"],
      ],
    }),
  platforms: list(text(platformProblem))
    .optional()
    .meta({
      description: "The platforms to build for.",
      defaultIs: "the builder's own platform; `linux/amd64` in the repository's `workflow`",
      examples: [["linux/amd64", "linux/arm64"]],
    }),
  target: nonEmptyText()
    .optional()
    .meta({
      description: "The build stage of the Dockerfile to build.",
      defaultIs: "the last stage",
      examples: ["runtime"],
    }),
  buildArgs: z
    .record(text(argumentNameProblem), text(argumentProblem))
    .optional()
    .meta({
      description:
        "Values for the Dockerfile's ARG. Everyone who can pull the image can read them, so use `secrets` for tokens.",
      defaultIs: "none",
      examples: [{ VERSION: "1.10" }],
    }),
  packageVisibility: z
    .enum(["public", "private", "internal"])
    .optional()
    .meta({
      description:
        "The visibility that the package should have. No API sets it, so each update checks it. The update also checks that a `public` package can be read without a login, that the package is linked to the repository, and that the tag still points to what was pushed. For each difference you get a warning with the page where you change it. The check takes three requests per image, and one per hundred packages.",
      defaultIs: "the package is not checked",
      examples: ["public"],
    }),
  enforceVisibility: z
    .boolean()
    .optional()
    .meta({
      description:
        "Whether a wrong visibility or link, as `packageVisibility` finds it, stops the update. The update that pushes the image for the first time is not stopped.",
      default: imageDefaults.enforceVisibility,
      examples: [true],
      beside: { packageVisibility: "public" },
    }),
  secrets: z
    .record(text(secretIdProblem), z.string())
    .optional()
    .meta({
      description:
        "Build secrets, by the ID in `RUN --mount=type=secret,id=ID`. Each value is the NAME of a secret that is stored as `ghcr:secret-NAME`.",
      defaultIs: "none",
      examples: [{ npmrc: "npm" }],
    }),
  build: z
    .enum(["pulumi", "actions"])
    .optional()
    .meta({
      description:
        "Where the image is built. `pulumi` builds it in the update, and `actions` leaves it to a workflow on GitHub. With `actions`, an update reads the digest of the first tag. Until the workflow has run, there is no digest, and the outputs do not pin the image.",
      defaultIs: "`actions` if the repository has a `workflow`, otherwise `pulumi`",
      examples: ["actions"],
    }),
  attested: z
    .boolean()
    .optional()
    .meta({
      description:
        "Whether the workflow that builds the image creates an attestation for it. If `true`, the output `images` contains the command that verifies the attestation. Requires `build: actions`, because an update creates no attestations.",
      defaultIs: "`true` if the repository's `workflow` builds and attests it, otherwise `false`",
      examples: [true],
      beside: { build: "actions" },
    }),
  cache: z
    .enum(["registry", "gha", "inline", "off"])
    .optional()
    .meta({
      description:
        "Where to store the build cache for other machines. `registry` uses a separate package, named after the image with `/buildcache` at the end. `gha` uses GitHub's cache, and works only in a workflow. `inline` uses the image itself, and stores only the last stage. The builder always keeps its own cache too.",
      default: imageDefaults.cache,
      examples: ["registry"],
    }),
  network: z
    .enum(["default", "none", "host"])
    .optional()
    .meta({
      description: "The network of RUN instructions. `host` requires a builder that allows it.",
      default: imageDefaults.network,
      examples: ["none"],
    }),
  buildOnPreview: z
    .boolean()
    .optional()
    .meta({
      description:
        "Whether a preview builds the image too, without pushing it. You cannot combine it with `cache: registry`, because the preview would push the cache. With `cache: gha`, the preview writes to GitHub's cache.",
      default: imageDefaults.buildOnPreview,
      examples: [true],
    }),
};

/** For built images and mirrors alike. */
export const service = z
  .array(text(serviceProblem))
  .superRefine(rejectDuplicates)
  .optional()
  .meta({
    description:
      "The Docker Compose services that run the image, for the output `compose`. `[]` leaves the image out.",
    short: "The service's name.",
    defaultIs: "the last part of the name: `backend` for `v7/backend`",
    examples: ["api", ["api", "worker"], []],
  });

export const imageSchema = z
  .strictObject({
    context: nonEmptyText().meta({
      description:
        "The folder to build from, relative to the folder of `Pulumi.yaml`. An absolute path differs from machine to machine, and each difference rebuilds the image.",
      examples: ["../api"],
      missing: "set it to the folder to build from: `context: ../api`",
    }),
    contexts: z
      .record(z.string(), nonEmptyText())
      .optional()
      .meta({
        description:
          "Other folders or images, by the name that the Dockerfile uses in FROM and COPY --from.",
        defaultIs: "none",
        examples: [{ shared: "../shared" }],
      }),
    ...sharedImageSettings,
    service,
  })
  .meta({ description: "An image to build and push.", short: "The folder to build from." });

export type ExpandedImage = z.output<typeof imageSchema>;
