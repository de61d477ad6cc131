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
        "The image to copy. With a tag or a digest it is that one; without, `tags` say which. Its digest is read before anything is done: a source that has not moved costs one question a tag, and one that has is an update that shows both digests.",
      examples: ["docker.io/library/postgres:alpine"],
      missing: "write the image to copy: `from: docker.io/library/postgres:alpine`",
    }),
    tags: list(text((tag) => (isTagRange(tag) ? tagRangeProblem(tag) : tagProblem(tag))))
      .optional()
      .meta({
        description:
          "The tags to push. The first one stands in the pinned reference. Where `from` has no tag, they are the source's tags, too, and may be ranges of versions: `>=16 <18` takes each tag of one to three numbers that lies within, the highest first, and `>=16 <18 -alpine` those that end so.",
        defaultIs: "the tag of `from`",
        examples: [["16", "alpine"]],
      }),
    platforms: list(text(platformProblem))
      .optional()
      .meta({
        description:
          "The platforms to copy. Where they are not all that the source has, what it says of how they were built stays behind, for it is of all of them. A single manifest that `mode: linked` builds on names none: write the one that it is for.",
        defaultIs: "all that the source has",
        examples: [["linux/amd64", "linux/arm64"]],
      }),
    mode: z
      .enum(["copy", "linked", "daemon"])
      .optional()
      .meta({
        description:
          "How it is copied: `copy`, from registry to registry; `linked`, as a build of nothing on top of it, which links the package to `repository` and has another digest; `daemon`, by the Docker daemon of this machine, for an image that only it has. [docs/mirrors.md](mirrors.md) tells what each costs.",
        default: mirrorDefaults.mode,
        examples: ["linked"],
        beside: { repository: "my-app" },
      }),
    repository: text(repositoryProblem)
      .optional()
      .meta({
        description:
          "The repository that the package is linked to, by its name alone. Only with `mode: linked`.",
        defaultIs: "none",
        examples: ["my-app"],
        beside: { mode: "linked" },
      }),
    login: z
      .strictObject({
        username: nonEmptyText().meta({
          description: "Who logs in to the source's registry.",
          examples: ["octocat"],
          missing: "write who logs in to the source's registry",
        }),
        password: nonEmptyText().meta({
          description: "The NAME of the password or token, which is stored as `ghcr:secret-NAME`.",
          examples: ["dockerHub"],
          missing: "write the NAME of the ghcr:secret-NAME that holds the password",
        }),
      })
      .optional()
      .meta({
        description:
          "How to log in to the source's registry. Docker Hub allows more to who is logged in.",
        defaultIs: "none: the source is read as by everybody",
        examples: [{ username: "octocat", password: "dockerHub" }],
        beside: { from: "docker.io/library/postgres:alpine" },
      }),
    backup: nonEmptyText()
      .optional()
      .meta({
        description:
          "The tag under which what a tag held is kept, before an update writes other content to it: text with `{{tag}}`, `{{date}}` and `{{digest}}`.",
        defaultIs: "it is not kept",
        examples: ["{{tag}}-{{date}}"],
      }),
    service,
  })
  .meta({
    description: "An image that is copied from another registry.",
    short: "The image to copy.",
  });

export type ExpandedMirror = z.output<typeof mirrorSchema>;
