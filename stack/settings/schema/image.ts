import { z } from "zod";
import { platformProblem } from "../../../core/oci/names";
import { serviceProblem } from "../../../core/oci/plainName";
import { placeholderList, tagRuleProblem } from "../../../core/tags/rules";
import { imageDefaults } from "../defaults";
import { list, rejectDuplicates, text, nonEmptyText } from "./kinds";
import { argumentNameProblem, argumentProblem, secretIdProblem } from "./values";

/** What an image says for itself, and `defaults` for all of them. */
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
      description: `The tags to push: fixed text, or rules with ${placeholderList}. The first one stands in the pinned reference. \`docs/images.md\` tells what each stands for. Write each in quotes: to YAML 1.10 is a number, and becomes 1.1, and {{ begins a map.`,
      defaultIs: '`[latest]`; where `ghcr:version` is set `["{{tag}}", latest]`',
      examples: [
        ["1.10", "latest"],
        ["{{version}}", "{{major}}.{{minor}}", "sha-{{commit}}", "latest"],
      ],
    }),
  platforms: list(text(platformProblem))
    .optional()
    .meta({
      description: "The platforms to build for.",
      defaultIs: "the builder's own",
      examples: [["linux/amd64", "linux/arm64"]],
    }),
  target: nonEmptyText()
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
  packageVisibility: z
    .enum(["public", "private", "internal"])
    .optional()
    .meta({
      description:
        "Who should see the package. No API sets it, so it is looked at: what GitHub says, for `public` what somebody without a login gets, the link to the repository, and whether the tag still points to what was pushed. What differs is a warning with the page where it is set. It costs three requests an image at each update, and one for each hundred packages.",
      defaultIs: "the package is not looked at",
      examples: ["public"],
    }),
  enforceVisibility: z
    .boolean()
    .optional()
    .meta({
      description:
        "Whether what differs from `packageVisibility` stops an update, from the one after the first push on.",
      default: imageDefaults.enforceVisibility,
      examples: [false],
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
  build: z
    .enum(["pulumi", "actions"])
    .optional()
    .meta({
      description:
        "Who builds: `pulumi`, in the update; or `actions`, a workflow that pushes by itself. Then an update builds nothing and reads the digest behind the first tag; before the workflow's first run there is none, and nothing is pinned.",
      defaultIs: "`actions` where the repository has a `workflow`, else `pulumi`",
      examples: ["actions"],
    }),
  attested: z
    .boolean()
    .optional()
    .meta({
      description:
        "Whether the workflow that builds it attests what it pushed. Then the output `images` has the command that verifies it. Only with `build: actions`: what an update builds has no attestation.",
      defaultIs: "`true` where the repository's `workflow` builds and attests it, else `false`",
      examples: [false],
    }),
  cache: z
    .enum(["registry", "gha", "inline", "off"])
    .optional()
    .meta({
      description:
        "Where the build's steps are kept for the next machine: `registry` in a package of its own, with `/buildcache` behind the image's name, `gha` in GitHub's cache (in a workflow; elsewhere it does nothing), `inline` in the image itself (its last steps only). A builder keeps its own steps without it.",
      default: imageDefaults.cache,
      examples: ["registry"],
    }),
  network: z
    .enum(["default", "none", "host"])
    .optional()
    .meta({
      description: "The network of RUN. `host` wants a builder that allows it.",
      default: imageDefaults.network,
      examples: ["none"],
    }),
  buildOnPreview: z
    .boolean()
    .optional()
    .meta({
      description:
        "Whether a preview builds the image too. It pushes nothing, and cannot be had with `cache: registry`, which would be pushed; `gha` keeps the steps in GitHub's cache all the same.",
      default: imageDefaults.buildOnPreview,
      examples: [true],
    }),
};

/** An image of the stack's own and a copied one run as a service alike. */
export const service = z
  .array(text(serviceProblem))
  .superRefine(rejectDuplicates)
  .optional()
  .meta({
    description:
      "The Docker Compose services that run it, for the output `compose`. With `[]` it stands in no service.",
    short: "The service's name.",
    defaultIs: "the last part of the name: `backend` for `v7/backend`",
    examples: ["api", ["api", "worker"], []],
  });

export const imageSchema = z
  .strictObject({
    context: nonEmptyText().meta({
      description:
        "The folder to build from, relative to this program: an absolute one differs on the next machine, and what differs is built again.",
      examples: ["../api"],
      missing: "write the folder to build from: `context: ../api`",
    }),
    contexts: z
      .record(z.string(), nonEmptyText())
      .optional()
      .meta({
        description: "Other folders or images that the Dockerfile names in FROM and COPY --from.",
        defaultIs: "none",
        examples: [{ shared: "../shared" }],
      }),
    ...sharedImageSettings,
    service,
  })
  .meta({ description: "An image to build and push.", short: "The folder to build from." });

export type ExpandedImage = z.output<typeof imageSchema>;
