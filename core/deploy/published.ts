import { fileOutput } from "./names";
import { parseLock, type Lock, type LockedImage } from "./lock";

/** Parses the lock among a stack's outputs. Throws an error with the stack's name and the fix. */
export function lockOf(stack: string, output: unknown): Lock {
  if (typeof output !== "string") {
    throw new Error(
      `${stack} has no output '${fileOutput("lock")}': it is not a stack of pulumi-ghcr, or an older version ` +
        "updated it last; run 'npx pulumi up' in that stack",
    );
  }
  try {
    return parseLock(output);
  } catch (error) {
    throw new Error(
      `${stack}: cannot read the output '${fileOutput("lock")}': ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}

/** An image of a stack's lock. Throws if it is missing: an image without a digest is unpublished. */
export function imageOf(stack: string, images: Lock, name: string): LockedImage {
  const image = Object.hasOwn(images, name) ? images[name] : undefined;
  if (image !== undefined) return image;
  const names = Object.keys(images).join(", ");
  throw new Error(
    `${stack} has not published an image '${name}'; ` +
      (names === "" ? "it has published no images yet" : `its published images are ${names}`),
  );
}

/** The pull secret among a stack's outputs. Its content is not parsed. */
export function pullSecretOf(stack: string, output: unknown): string {
  if (typeof output === "string") return output;
  throw new Error(
    `${stack} has no output 'dockerconfigjson'; ` +
      "set its pull token with 'npx pulumi config set --secret ghcr:pullToken', then run 'npx pulumi up'",
  );
}
