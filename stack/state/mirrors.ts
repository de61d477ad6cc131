import { getOrCreate } from "../../core/getOrCreate";
import { printReference, splitReference, type Reference } from "../../core/oci/reference";
import type { SourceImage } from "../../core/registry/mirrorSource";
import { outputsOf, type StoredResource } from "./resources";

/** The sources of each mirror tag, by the package's `registry/name` and by tag. */
export type MirrorCopies = ReadonlyMap<string, ReadonlyMap<string, readonly Reference[]>>;

/**
 * The sources of each mirror tag, without tags that were not pushed, such as after a failed update.
 */
export function mirrorCopies(resources: readonly StoredResource[]): MirrorCopies {
  const copies = new Map<string, Map<string, readonly Reference[]>>();
  const add = ({ tag = "latest", ...image }: Reference, sources: readonly Reference[]): void => {
    getOrCreate(copies, printReference(image), () => new Map()).set(tag, sources);
  };
  for (const { ref, tag, sources = [] } of outputsOf("docker-build:index:Index", resources)) {
    if (ref?.digest !== undefined && tag !== undefined && sources.length > 0) add(tag, sources);
  }
  for (const { ref, tags = [], dockerfile } of outputsOf("docker-build:index:Image", resources)) {
    const base = pinnedBaseIn(dockerfile?.inline);
    if (ref?.digest !== undefined && base !== undefined) for (const tag of tags) add(tag, [base]);
  }
  return copies;
}

/** The manifests of mirrors' sources, by digest. */
export function sourceImages(
  resources: readonly StoredResource[],
): ReadonlyMap<string, SourceImage> {
  const mirrors = outputsOf("ghcr:index:Mirror", resources);
  const images = mirrors.flatMap(({ sourceImages: read = [] }) => read);
  return new Map(images.map((image) => [image.digest, image]));
}

/** The digest of each built or copied tag, by `registry/name:tag`. */
export function tagDigests(resources: readonly StoredResource[]): ReadonlyMap<string, string> {
  const references = [
    ...outputsOf("docker-build:index:Image", resources),
    ...outputsOf("docker-build:index:Index", resources),
  ];
  return new Map(
    references.flatMap(({ ref }) => {
      if (ref?.digest === undefined) return [];
      const { digest, ...tagged } = ref;
      return [[printReference(tagged), digest] as const];
    }),
  );
}

/** A linked mirror's Dockerfile has only a FROM with the pinned source. */
function pinnedBaseIn(dockerfile = ""): Reference | undefined {
  const [, base = ""] = /^FROM (\S+@sha256:[0-9a-f]{64})$/m.exec(dockerfile) ?? [];
  return splitReference(base);
}
