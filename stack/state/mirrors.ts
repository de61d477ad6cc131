import { once } from "../../core/once";
import { printReference, splitReference, type Reference } from "../../core/oci/reference";
import type { SourceImage } from "../../core/registry/mirrorSource";
import { outputsOf, type StoredResource } from "./resources";

/** What each tag of a mirror was made of, by the package's `registry/name` and by the tag. */
export type MirrorCopies = ReadonlyMap<string, ReadonlyMap<string, readonly Reference[]>>;

/** What was copied where; what was not pushed, as after an update that failed, is not there. */
export function mirrorCopies(resources: readonly StoredResource[]): MirrorCopies {
  const copies = new Map<string, Map<string, readonly Reference[]>>();
  const add = ({ tag = "latest", ...image }: Reference, sources: readonly Reference[]): void => {
    once(copies, printReference(image), () => new Map()).set(tag, sources);
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

/** What was read of mirrors' sources, by digest. */
export function sourceImages(
  resources: readonly StoredResource[],
): ReadonlyMap<string, SourceImage> {
  const mirrors = outputsOf("ghcr:index:Mirror", resources);
  const images = mirrors.flatMap(({ sourceImages: read = [] }) => read);
  return new Map(images.map((image) => [image.digest, image]));
}

/** The digest behind each tag that was built or copied, by `registry/name:tag`. */
export function tagDigests(resources: readonly StoredResource[]): ReadonlyMap<string, string> {
  const made = [
    ...outputsOf("docker-build:index:Image", resources),
    ...outputsOf("docker-build:index:Index", resources),
  ];
  return new Map(
    made.flatMap(({ ref }) => {
      if (ref?.digest === undefined) return [];
      const { digest, ...tagged } = ref;
      return [[printReference(tagged), digest] as const];
    }),
  );
}

/** A linked mirror is a build of nothing on the pinned source. */
function pinnedBaseIn(dockerfile = ""): Reference | undefined {
  const [, base = ""] = /^FROM (\S+@sha256:[0-9a-f]{64})$/m.exec(dockerfile) ?? [];
  return splitReference(base);
}
