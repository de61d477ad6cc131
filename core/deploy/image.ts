import { pin, printReference, type TaggedReference } from "../oci/reference";

/** A built or copied image of the stack, as a deployment uses it. */
export interface DeployedImage {
  /** The package's name below its owner. */
  readonly name: string;
  /** What people type. The tag can move. */
  readonly reference: TaggedReference;
  /** What the tag points to; undefined until it is known. */
  readonly digest?: string | undefined;
  /** The digest's tag, if it is the last known one because the reference's tag cannot be read. */
  readonly lastKnownTag?: string | undefined;
  /** The Compose services that run it. */
  readonly services: readonly string[];
  /** The requested platforms, or those that the registry reported. */
  readonly platforms?: readonly string[] | undefined;
}

/** An image whose digest is known. */
export interface PinnedImage extends DeployedImage {
  readonly digest: string;
  /** `registry/name:tag@digest`: what a deployment can trust. */
  readonly pinned: string;
}

/**
 * The images that a deployment can trust, sorted by name. Images without a digest are omitted. Throws
 * if a digest is invalid.
 */
export function pinnedImages(images: readonly DeployedImage[]): readonly PinnedImage[] {
  return images
    .flatMap((image) => {
      const { reference, digest, lastKnownTag = reference.tag } = image;
      if (digest === undefined) return [];
      const pinned = printReference(pin(reference, lastKnownTag, digest));
      return [{ ...image, digest, pinned }];
    })
    .sort((a, b) => compareTexts(a.name, b.name));
}

/** Why the image's own tag is not pinned, as a comment; undefined if it is. */
export function lastKnownComment({ reference, lastKnownTag }: DeployedImage): string | undefined {
  return lastKnownTag === undefined
    ? undefined
    : ` ${printReference(reference)} could not be read, so the last known image stays pinned.`;
}

/** An order that does not depend on the machine's locale. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
