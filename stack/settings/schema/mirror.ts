import { z } from "zod";
import { platformProblem, repositoryProblem, tagProblem } from "../../../core/oci/names";
import { isTagRange, tagRangeProblem } from "../../../core/tags/ranges";
import { mirrorDefaults } from "../defaults";
import { service } from "./image";
import { list, text, nonEmptyText } from "./kinds";
import { fromProblem } from "./values";

export const mirrorSchema = z
  .strictObject({
    from: text(fromProblem).meta({
      description:
        "The image to copy. Without a tag or digest, `tags` lists what to copy. Each preview reads the digest of every tag, with one request. If a digest changed, the preview shows the old and the new one, and the update copies the image.",
      examples: ["docker.io/library/postgres:alpine"],
      missing: "set it to the image to copy: `from: docker.io/library/postgres:alpine`",
    }),
    tags: list(text((tag) => (isTagRange(tag) ? tagRangeProblem(tag) : tagProblem(tag))))
      .optional()
      .meta({
        description:
          "The tags to push. The pinned reference uses the first one. If `from` has no tag, they are also the tags to copy, and can be version ranges. `>=16 <18` copies every tag that is a version in that range, highest first. `>=16 <18 -alpine` copies the same versions with `-alpine` at the end.",
        defaultIs: "the tag of `from`",
        examples: [["16", "alpine"]],
      }),
    platforms: list(text(platformProblem))
      .optional()
      .meta({
        description:
          "The platforms to copy. If you leave out any platform of the source, its attestations are not copied, because they belong to the index of all platforms. With `mode: linked` and a source for a single platform, set that platform here.",
        defaultIs: "all of the source's platforms",
        examples: [["linux/amd64", "linux/arm64"]],
      }),
    mode: z
      .enum(["copy", "linked", "daemon"])
      .optional()
      .meta({
        description:
          "How to copy the image. `copy` copies from registry to registry. `linked` builds an image `FROM` the source without changes, which links the package to `repository`; the digest differs from the source's. `daemon` pushes with this machine's Docker daemon, for an image that only it has. See [docs/mirrors.md](mirrors.md).",
        default: mirrorDefaults.mode,
        examples: ["linked"],
        beside: { repository: "my-app" },
      }),
    repository: text(repositoryProblem)
      .optional()
      .meta({
        description:
          "The name of the repository that the package is linked to, without the owner. Only with `mode: linked`.",
        defaultIs: "none",
        examples: ["my-app"],
        beside: { mode: "linked" },
      }),
    login: z
      .strictObject({
        username: nonEmptyText().meta({
          description: "The account that logs in to the source's registry.",
          examples: ["octocat"],
          missing: "set it to the account that logs in to the source's registry",
        }),
        password: nonEmptyText().meta({
          description:
            "The NAME of the secret with the password or token, which is stored as `ghcr:secret-NAME`.",
          examples: ["dockerHub"],
          missing: "set it to the NAME of the ghcr:secret-NAME that holds the password",
        }),
      })
      .optional()
      .meta({
        description:
          "How to log in to the source's registry. Docker Hub's rate limits are higher with a login.",
        defaultIs: "none: the source is read without a login",
        examples: [{ username: "octocat", password: "dockerHub" }],
        beside: { from: "docker.io/library/postgres:alpine" },
      }),
    backup: nonEmptyText()
      .optional()
      .meta({
        description:
          "The tag for the old image when an update moves a tag to a new one. The placeholders are `{{tag}}`, `{{date}}` and `{{digest}}`.",
        defaultIs: "none: the old image keeps no tag",
        examples: ["{{tag}}-{{date}}"],
      }),
    service,
  })
  .meta({
    description: "An image that is copied from another registry.",
    short: "The image to copy.",
  });

export type ExpandedMirror = z.output<typeof mirrorSchema>;
