import { z } from "zod";
import { parseReference } from "../ghcr/reference";
import { RegistryClient, type Manifest } from "../ghcr/registryClient";

/** What the program gives for each image. */
const imagesSchema = z.record(
  z.string(),
  z.object({ reference: z.string(), pinned: z.string(), digest: z.string() }),
);

export interface ReadBack {
  readonly image: string;
  readonly pinned: string;
  readonly manifest: Manifest;
}

/**
 * Reads each image of the stack's outputs back from the registry by its digest. Each is what its
 * digest says, or this throws.
 */
export async function readBackImages(
  outputs: Readonly<Record<string, unknown>>,
  login: { readonly username: string; readonly token: string },
): Promise<readonly ReadBack[]> {
  const images = imagesSchema.parse(outputs.images);
  return Promise.all(
    Object.entries(images).map(async ([image, { pinned }]) => {
      const reference = parseReference(pinned);
      const { digest } = reference;
      if (digest === undefined) throw new Error(`${image}: the reference ${pinned} is not pinned`);
      const client = new RegistryClient({ registry: reference.registry, ...login });
      return { image, pinned, manifest: await client.manifest({ ...reference, digest }) };
    }),
  );
}
