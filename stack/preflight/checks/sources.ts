import { needsSource } from "../../../core/tags/rules";
import { Sources, type SourceLook, type SourcePaths } from "../../../core/source";

/** An image whose source is to be looked at. */
interface Sourced {
  readonly name: string;
  readonly tags: readonly string[];
  readonly source: SourcePaths;
  readonly isBuiltElsewhere: boolean;
}

/**
 * Looks at the source of each image. Of one that is built elsewhere git alone is asked, and only
 * where its tags are made of that. By the image's name.
 */
export async function lookAtSources(
  images: readonly Sourced[],
): Promise<ReadonlyMap<string, SourceLook>> {
  const sources = new Sources();
  const entries = images.map(async ({ name, tags, source, isBuiltElsewhere }) => {
    if (!isBuiltElsewhere) return [name, await sources.look(source)] as const;
    return [name, { facts: needsSource(tags) ? await sources.facts(source) : {} }] as const;
  });
  return new Map(await Promise.all(entries));
}
