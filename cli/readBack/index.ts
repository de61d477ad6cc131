import { z } from "zod";
import { parseReference, printReference, type Reference } from "../../core/oci/reference";
import { RegistryClient, RegistryRefusal, type Manifest } from "../../core/registry/client";
import { limitConcurrency } from "../../core/source";

/** The program's output per image; an image that a workflow has yet to build is not pinned. */
const imagesSchema = z.record(
  z.string(),
  z.object({
    reference: z.string(),
    tags: z.array(z.string()).nullish(),
    pinned: z.string().nullish(),
    isLastKnown: z.boolean().nullish(),
  }),
);

/** An image in the stack's outputs. */
export interface OutputImage {
  readonly image: string;
  /** Only its reference if the program outputs no tags. */
  readonly tags: readonly Reference[];
  /** Absent if a workflow has yet to build it. */
  readonly pinned?: Reference;
  /** Whether its workflow has yet to build it, so that an earlier image stays pinned. */
  readonly isLastKnown?: boolean;
}

/** Whether the image of the reference's tag exists. */
export function isBuilt({
  pinned,
  isLastKnown = false,
}: Pick<OutputImage, "pinned" | "isLastKnown">): boolean {
  return pinned !== undefined && !isLastKnown;
}

export function readOutputImages(
  outputs: Readonly<Record<string, unknown>>,
): readonly OutputImage[] {
  return Object.entries(imagesSchema.parse(outputs.images)).map(
    ([image, { reference, tags, pinned, isLastKnown }]) => ({
      image,
      tags: (tags ?? [reference]).map(parseReference),
      ...(typeof pinned === "string" ? { pinned: parseReference(pinned) } : {}),
      ...(isLastKnown === true ? { isLastKnown } : {}),
    }),
  );
}

/** The URLs of the pull requests that add workflows, by repository. */
export type PullRequests = Readonly<Record<string, string>>;

export function readOutputPullRequests(outputs: Readonly<Record<string, unknown>>): PullRequests {
  return z.record(z.string(), z.string()).nullish().parse(outputs.pullRequests) ?? {};
}

/** A tag that was pushed, and where it points now. */
export interface ObservedTag {
  readonly tag: string;
  /** Absent if the tag no longer exists. */
  readonly digest?: string;
}

export interface ReadBackImage {
  readonly image: string;
  readonly pinned: Reference;
  readonly manifest: Manifest;
  readonly tags: readonly ObservedTag[];
}

interface Login {
  readonly username: string;
  readonly token: string;
}

/** What to read of one image, and the client to read it with. */
interface ImageRequest {
  readonly image: string;
  readonly pinned: Reference;
  readonly tags: readonly string[];
  readonly client: RegistryClient;
}

/** Limits the concurrent requests to a registry. */
const maxConcurrent = 8;

/**
 * Reads each pinned image back from the registry by its digest, and looks up what each tag points
 * to, without images that their workflow has yet to build. Throws if the content does not match the digest.
 */
export async function readBackImages(
  outputs: Readonly<Record<string, unknown>>,
  login: Login,
): Promise<readonly ReadBackImage[]> {
  const images = readOutputImages(outputs).flatMap(({ image, tags, pinned, isLastKnown }) =>
    pinned === undefined || isLastKnown === true ? [] : [imageRequest(image, tags, pinned, login)],
  );
  const limit = limitConcurrency(maxConcurrent);
  // The manifests first: they log in, and then a tag costs only one request.
  const read = await Promise.all(
    images.map(async (each) => ({
      ...each,
      manifest: await limit(() => each.client.readManifest(each.pinned)),
    })),
  );
  const requests = read.flatMap((each) => each.tags.map((tag) => ({ ...each, tag })));
  const observed = await Promise.all(
    requests.map(async ({ image, client, pinned, tag }) => ({
      image,
      tag: await limit(() => observeTag(client, pinned, tag)),
    })),
  );
  return read.map(({ image, pinned, manifest }) => ({
    image,
    pinned,
    manifest,
    tags: observed.filter((each) => each.image === image).map(({ tag }) => tag),
  }));
}

function imageRequest(
  image: string,
  tagged: readonly Reference[],
  pinned: Reference,
  login: Login,
): ImageRequest {
  const { digest, registry, name } = pinned;
  const shown = printReference(pinned);
  if (digest === undefined) throw new Error(`${image}: the reference ${shown} is not pinned`);
  const tags = tagged.map((each) => {
    if (each.tag !== undefined && each.registry === registry && each.name === name) return each.tag;
    throw new Error(
      `${image}: the tag ${printReference(each)} belongs to another package than ${shown}`,
    );
  });
  const client = new RegistryClient({ registry, ...login });
  return { image, pinned, tags, client };
}

async function observeTag(
  client: RegistryClient,
  { registry, name }: Reference,
  tag: string,
): Promise<ObservedTag> {
  try {
    const digest = await client.readDigest({ registry, name, tag });
    return { tag, digest };
  } catch (error) {
    if (error instanceof RegistryRefusal && error.refusal.status === 404) return { tag };
    throw error;
  }
}
