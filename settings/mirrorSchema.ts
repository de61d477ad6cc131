import { z } from "zod";
import { tagProblem } from "../ghcr/names";
import { service } from "./imageSchema";
import { list, text } from "./kinds";
import { fromProblem } from "./values";

export const mirrorSchema = z
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
    service,
  })
  .meta({
    description: "An image that is copied from another registry.",
    short: "The image to copy.",
  });
