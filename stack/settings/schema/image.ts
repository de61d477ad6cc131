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
      description: "The Dockerfile, relative to this program.",
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
      defaultIs: "the builder's own platform",
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
        "Values for the Dockerfile's ARG. They stay readable in the image, so put tokens in `secrets`.",
      defaultIs: "none",
      examples: [{ VERSION: "1.10" }],
    }),
  packageVisibility: z
    .enum(["public", "private", "internal"])
    .optional()
    .meta({
      description:
        "The visibility that the package should have. No API sets it, so each update checks it: what GitHub reports, whether a `public` package can be read without a login, the link to the repository, and whether the tag still points to what was pushed. A difference is a warning with the page where you change it. The check takes three requests per image, and one per hundred packages.",
      defaultIs: "the package is not checked",
      examples: ["public"],
    }),
  enforceVisibility: z
    .boolean()
    .optional()
    .meta({
      description:
        "Whether a difference from `packageVisibility` stops the update, beginning with the update after the first push.",
      default: imageDefaults.enforceVisibility,
      examples: [false],
    }),
  secrets: z
    .record(text(secretIdProblem), z.string())
    .optional()
    .meta({
      description:
        "The secrets that `RUN --mount=type=secret,id=ID` reads: for each ID, the NAME of a secret that is stored as `ghcr:secret-NAME`.",
      defaultIs: "none",
      examples: [{ npmrc: "npm" }],
    }),
  build: z
    .enum(["pulumi", "actions"])
    .optional()
    .meta({
      description:
        "What builds the image: `pulumi` builds it in the update, and `actions` leaves it to a workflow. With `actions`, an update reads the digest of the first tag; until the workflow has run there is none, and nothing is pinned.",
      defaultIs: "`actions` if the repository has a `workflow`, otherwise `pulumi`",
      examples: ["actions"],
    }),
  attested: z
    .boolean()
    .optional()
    .meta({
      description:
        "Whether the workflow that builds the image attests it. If `true`, the output `images` contains the command that verifies it. Requires `build: actions`, because an update creates no attestations.",
      defaultIs: "`true` if the repository's `workflow` builds and attests it, otherwise `false`",
      examples: [false],
    }),
  cache: z
    .enum(["registry", "gha", "inline", "off"])
    .optional()
    .meta({
      description:
        "Where the build cache is stored for other machines: `registry` in a separate package, the image's name with `/buildcache`; `gha` in GitHub's cache (only in a workflow); `inline` in the image itself (only the final stage). A builder has its own cache in any case.",
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
        "Whether a preview builds the image too. It does not push it. It cannot be combined with `cache: registry`, which a preview would push; `gha` still writes to GitHub's cache.",
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
      "The Docker Compose services that run the image, for the output `compose`. `[]` leaves it out.",
    short: "The service's name.",
    defaultIs: "the last part of the name: `backend` for `v7/backend`",
    examples: ["api", ["api", "worker"], []],
  });

export const imageSchema = z
  .strictObject({
    context: nonEmptyText().meta({
      description:
        "The folder to build from, relative to this program. An absolute path differs between machines, and a difference causes a rebuild.",
      examples: ["../api"],
      missing: "set it to the folder to build from: `context: ../api`",
    }),
    contexts: z
      .record(z.string(), nonEmptyText())
      .optional()
      .meta({
        description:
          "Other folders or images that the Dockerfile refers to in FROM and COPY --from.",
        defaultIs: "none",
        examples: [{ shared: "../shared" }],
      }),
    ...sharedImageSettings,
    service,
  })
  .meta({ description: "An image to build and push.", short: "The folder to build from." });

export type ExpandedImage = z.output<typeof imageSchema>;
