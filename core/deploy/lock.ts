import { z } from "zod";
import { printReference, referenceProblems, splitReference } from "../oci/reference";
import { pinnedImages, type DeployedImage } from "./image";
import { printJson } from "./text";

/** The shape of the lock. It goes up with each change that an older reader would not understand. */
export const lockVersion = 1;

/** An image as the lock holds it, for programs that deploy it. */
export interface LockedImage {
  /** The package's name below its owner. */
  readonly name: string;
  /** `registry/name:tag`: what people type. Where it points can change. */
  readonly reference: string;
  readonly digest: string;
  /** `registry/name:tag@digest`: what a deployment can trust. */
  readonly pinned: string;
  /** The Compose services that run it. */
  readonly services: readonly string[];
  /** What it is built for, where that is known. */
  readonly platforms?: readonly string[] | undefined;
}

/** What the lock holds: every image whose digest is known, by its name. */
export type Lock = Readonly<Record<string, LockedImage>>;

/** All that a deployment can know of the images, for programs to read. */
export function lock(images: readonly DeployedImage[]): string {
  const entries = pinnedImages(images).map(
    ({ name, reference, digest, pinned, services, platforms }) =>
      [
        name,
        {
          reference: printReference(reference),
          digest,
          pinned,
          services,
          ...(platforms === undefined ? {} : { platforms }),
        },
      ] as const,
  );
  return printJson({ schemaVersion: lockVersion, images: Object.fromEntries(entries) });
}

const lockSchema = z.strictObject({
  schemaVersion: z.literal(lockVersion),
  images: z.record(
    z.string(),
    z
      .strictObject({
        reference: z.string(),
        digest: z.string(),
        pinned: z.string(),
        services: z.array(z.string()),
        platforms: z.array(z.string()).optional(),
      })
      .superRefine(({ reference, digest, pinned }, context) => {
        const parts = splitReference(pinned);
        const problems = parts === undefined ? ["is no reference"] : referenceProblems(parts);
        for (const problem of problems) {
          context.addIssue({ code: "custom", path: ["pinned"], message: problem });
        }
        if (pinned !== `${reference}@${digest}`) {
          const message = "is not made of 'reference' and 'digest'";
          context.addIssue({ code: "custom", path: ["pinned"], message });
        }
      }),
  ),
});

/** Reads a lock as `lock` writes it, or throws all that is wrong with it. */
export function parseLock(text: string): Lock {
  const value = parseJson(text);
  const version =
    typeof value === "object" && value !== null && "schemaVersion" in value
      ? value.schemaVersion
      : undefined;
  if (version === undefined) throw new Error("it has no schemaVersion, so it is no lock");
  if (version !== lockVersion) {
    throw new Error(
      `its schemaVersion is ${JSON.stringify(version)}, and this pulumi-ghcr reads ${lockVersion}; ` +
        "use the same version of pulumi-ghcr where it is written and where it is read",
    );
  }
  const { success, data, error } = lockSchema.safeParse(value);
  if (!success) {
    const problems = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new Error(problems.join("; "));
  }
  return Object.fromEntries(
    Object.entries(data.images).map(([name, image]) => [name, { name, ...image }]),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("it is no JSON");
  }
}
