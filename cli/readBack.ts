import { z } from "zod";
import { parseReference } from "../ghcr/reference";
import { RegistryClient, type Manifest } from "../ghcr/registryClient";

/** What the program gives for each image; one that a workflow has yet to build is not pinned. */
const imagesSchema = z.record(
  z.string(),
  z.object({ reference: z.string(), pinned: z.string().nullish() }),
);

/** An image of the stack's outputs. */
export interface OutputImage {
  readonly image: string;
  /** By its first tag. */
  readonly reference: string;
  /** Absent where a workflow has yet to build it. */
  readonly pinned?: string;
}

export function outputImages(outputs: Readonly<Record<string, unknown>>): readonly OutputImage[] {
  return Object.entries(imagesSchema.parse(outputs.images)).map(
    ([image, { reference, pinned }]) => ({
      image,
      reference,
      ...(typeof pinned === "string" ? { pinned } : {}),
    }),
  );
}

export interface ReadBack {
  readonly image: string;
  readonly pinned: string;
  readonly manifest: Manifest;
  /** What the tag points to, where it is not this digest any more. */
  readonly moved?: string;
}

/**
 * Reads each image of the stack's outputs back from the registry by its digest, and looks where its
 * tag points. Each is what its digest says, or this throws. One that is not pinned is left out.
 */
export async function readBackImages(
  outputs: Readonly<Record<string, unknown>>,
  login: { readonly username: string; readonly token: string },
): Promise<readonly ReadBack[]> {
  const read = await Promise.all(
    outputImages(outputs).map(async ({ image, reference, pinned }) =>
      pinned === undefined ? [] : [await readBack(image, reference, pinned, login)],
    ),
  );
  return read.flat();
}

async function readBack(
  image: string,
  tagged: string,
  pinned: string,
  login: { readonly username: string; readonly token: string },
): Promise<ReadBack> {
  const reference = parseReference(pinned);
  const { digest, registry } = reference;
  if (digest === undefined) throw new Error(`${image}: the reference ${pinned} is not pinned`);
  const client = new RegistryClient({ registry, ...login });
  const [manifest, head] = await Promise.all([
    client.manifest({ ...reference, digest }),
    client.manifestHead(parseReference(tagged)),
  ]);
  return { image, pinned, manifest, ...(head.digest === digest ? {} : { moved: head.digest }) };
}
