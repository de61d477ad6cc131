import { parseReference, printReference } from "../oci/reference";

/** An image of the stack, built here or copied, as deployments know it. */
export interface DeployedImage {
  /** The package's name below its owner. */
  readonly name: string;
  /** `registry/name:tag`: what people type. Where it points can change. */
  readonly reference: string;
  /** `registry/name:tag@digest`: what a deployment can trust. Nothing while no digest is known. */
  readonly pinned?: string | undefined;
  /** The Compose services that run it. */
  readonly services: readonly string[];
  /** What it is built for: what was asked for, or what the registry told. */
  readonly platforms?: readonly string[] | undefined;
}

/** An image whose digest is known. */
export interface PinnedImage extends DeployedImage {
  readonly digest: string;
  readonly pinned: string;
}

/**
 * The images that a deployment can trust, in the order of their names. One without a digest is left
 * out; a plain tag that calls itself pinned is a mistake of the caller's, and is thrown.
 */
export function pinnedImages(images: readonly DeployedImage[]): readonly PinnedImage[] {
  return images
    .flatMap((image) => {
      const { name, pinned } = image;
      if (pinned === undefined) return [];
      const { digest } = parseReference(pinned);
      if (digest === undefined) throw new Error(`${name}: '${pinned}' holds no digest`);
      return [{ ...image, pinned, digest }];
    })
    .sort((a, b) => byText(a.name, b.name));
}

/** The package behind a reference, without tag and digest. */
export function packageOf(reference: string): string {
  const { registry, name } = parseReference(reference);
  return printReference({ registry, name });
}

/** An order that is the same on every machine, whatever its language. */
export function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
