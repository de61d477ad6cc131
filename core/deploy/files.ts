import { parse } from "yaml";
import { z } from "zod";
import type { DeploymentFileName } from "./names";

/** A file of a deployment, which a stack's output holds. */
export interface DeploymentFile {
  /** Its path in the folder of a deployment. */
  readonly path: string;
  /** Whether a text can be an earlier version of the file, and not a file of somebody else. */
  readonly isEarlier: (text: string) => boolean;
}

const attestedNowhere = z.object({ attest: z.tuple([z.literal("type=provenance,disabled=true")]) });

/**
 * The files by name. Their paths are not those of files that people write themselves, such as
 * compose.yaml and .env; only Bake finds its file by a name that others use too.
 */
export const deploymentFiles = {
  compose: {
    path: "compose.lock.yaml",
    isEarlier: matches(
      parse,
      z.strictObject({ services: z.record(z.string(), z.strictObject({ image: z.string() })) }),
    ),
  },
  dotenv: {
    path: "images.env",
    isEarlier: (text) => text.split("\n").every((line) => /^(?:#.*|IMAGE_\w+=.*|)$/.test(line)),
  },
  kustomization: {
    path: "images/kustomization.yaml",
    isEarlier: matches(
      parse,
      z.strictObject({
        apiVersion: z.string(),
        kind: z.literal("Component"),
        images: z.array(
          z.strictObject({ name: z.string(), newTag: z.string(), digest: z.string() }),
        ),
      }),
    ),
  },
  bake: {
    path: "docker-bake.json",
    isEarlier: matches(
      JSON.parse,
      z.strictObject({ group: z.unknown(), target: z.record(z.string(), attestedNowhere) }),
    ),
  },
  lock: {
    path: "images.lock.json",
    isEarlier: matches(
      JSON.parse,
      z.strictObject({ schemaVersion: z.number(), images: z.record(z.string(), z.unknown()) }),
    ),
  },
} as const satisfies Readonly<Record<DeploymentFileName, DeploymentFile>>;

function matches(read: (text: string) => unknown, schema: z.ZodType): (text: string) => boolean {
  return (text) => {
    try {
      return schema.safeParse(read(text)).success;
    } catch {
      return false;
    }
  };
}
