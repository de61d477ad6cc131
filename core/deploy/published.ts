import { parseLock, type Lock, type LockedImage } from "./lock";

/** The lock among a stack's outputs, or an error that says whose it is and what to do. */
export function lockOf(stack: string, output: unknown): Lock {
  if (typeof output !== "string") {
    throw new Error(
      `${stack} has no output 'lock': it is no stack of pulumi-ghcr, or a version before it ` +
        "was updated last; run 'pulumi up' there",
    );
  }
  try {
    return parseLock(output);
  } catch (error) {
    throw new Error(`${stack}: the output 'lock' cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** One image of a stack. One without a digest is not published yet. */
export function imageOf(stack: string, images: Lock, name: string): LockedImage {
  const image = Object.hasOwn(images, name) ? images[name] : undefined;
  if (image !== undefined) return image;
  const names = Object.keys(images).join(", ");
  throw new Error(
    `${stack} has published no image '${name}'; ` +
      (names === "" ? "it has published none yet" : `those with a digest are ${names}`),
  );
}

/** What pulls a stack's private images; its value is never looked at. */
export function pullSecretOf(stack: string, output: unknown): string {
  if (typeof output === "string") return output;
  throw new Error(
    `${stack} has no output 'dockerconfigjson'; ` +
      "set its pull token with 'pulumi config set --secret ghcr:pullToken', and run 'pulumi up'",
  );
}
