import { pin, printReference, type TaggedReference } from "../oci/reference";

/** An image of the stack, built here or copied, as deployments know it. */
export interface DeployedImage {
  /** The package's name below its owner. */
  readonly name: string;
  /** What people type. Where it points can change. */
  readonly reference: TaggedReference;
  /** What it points to; nothing while that is not known. */
  readonly digest?: string | undefined;
  /** The Compose services that run it. */
  readonly services: readonly string[];
  /** What it is built for: what was asked for, or what the registry told. */
  readonly platforms?: readonly string[] | undefined;
}

/** An image whose digest is known. */
export interface PinnedImage extends DeployedImage {
  readonly digest: string;
  /** `registry/name:tag@digest`: what a deployment can trust. */
  readonly pinned: string;
}

/**
 * The images that a deployment can trust, in the order of their names. One without a digest is left
 * out; a digest that is none is a mistake of the caller's, and is thrown.
 */
export function pinnedImages(images: readonly DeployedImage[]): readonly PinnedImage[] {
  return images
    .flatMap((image) => {
      const { reference, digest } = image;
      if (digest === undefined) return [];
      const pinned = printReference(pin(reference, reference.tag, digest));
      return [{ ...image, digest, pinned }];
    })
    .sort((a, b) => byText(a.name, b.name));
}

/** An order that is the same on every machine, whatever its language. */
export function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
