import { z } from "zod";
import { printReference, referenceProblems, splitReference } from "../oci/reference";
import { pinnedImages, type DeployedImage } from "./image";
import { printJson } from "./text";

/** The version of the lock's schema. Increase it with each change that older readers cannot read. */
export const lockVersion = 1;

/** An image in the lock, for programs that deploy it. */
export interface LockedImage {
  /** The package's name below its owner. */
  readonly name: string;
  /** `registry/name:tag`: what people type. The tag can move. */
  readonly reference: string;
  readonly digest: string;
  /** `registry/name:tag@digest`: what a deployment can trust. */
  readonly pinned: string;
  /** True if the reference's tag could not be read, so that the last known digest stays pinned. */
  readonly isLastKnown?: true | undefined;
  /** The Compose services that run it. */
  readonly services: readonly string[];
  /** The platforms of the image, if they are known. */
  readonly platforms?: readonly string[] | undefined;
}

/** Every image whose digest is known, by name. */
export type Lock = Readonly<Record<string, LockedImage>>;

/** The lock: everything that a deployment needs to know about the images, as JSON. */
export function renderLock(images: readonly DeployedImage[]): string {
  const entries = pinnedImages(images).map(
    ({ name, reference, digest, pinned, lastKnownTag, services, platforms }) =>
      [
        name,
        {
          reference: printReference(reference),
          digest,
          pinned,
          ...(lastKnownTag === undefined ? {} : { isLastKnown: true }),
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
        isLastKnown: z.literal(true).optional(),
        services: z.array(z.string()),
        platforms: z.array(z.string()).optional(),
      })
      .superRefine(({ reference, digest, pinned, isLastKnown }, context) => {
        const parts = splitReference(pinned);
        const problems = parts === undefined ? ["is not a reference"] : referenceProblems(parts);
        for (const problem of problems) {
          context.addIssue({ code: "custom", path: ["pinned"], message: problem });
        }
        // A last known digest belongs to another tag of the same package.
        const own = splitReference(reference);
        const tagged =
          isLastKnown === true && own !== undefined
            ? printReference({ ...own, tag: parts?.tag ?? "" })
            : reference;
        if (pinned !== `${tagged}@${digest}`) {
          const message = "does not match 'reference' and 'digest'";
          context.addIssue({ code: "custom", path: ["pinned"], message });
        }
      }),
  ),
});

/** Parses what `renderLock` writes. Throws all problems at once. */
export function parseLock(text: string): Lock {
  const value = parseJson(text);
  const version =
    typeof value === "object" && value !== null && "schemaVersion" in value
      ? value.schemaVersion
      : undefined;
  if (version === undefined) throw new Error("it has no schemaVersion, so it is not a lock");
  if (version !== lockVersion) {
    throw new Error(
      `its schemaVersion is ${JSON.stringify(version)}, but this pulumi-ghcr reads ${lockVersion}; ` +
        "use the same version of pulumi-ghcr to write and to read it",
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
    throw new Error("it is not JSON");
  }
}
