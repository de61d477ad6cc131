import { needsSource } from "../../../core/tags/rules";
import { Sources, type ObservedSource } from "../../../core/source";
import type { DesiredImage } from "../../model";

/**
 * Looks at what each image is built from. Of one that is built elsewhere git alone is asked, and only
 * where its tags are made of that. By the image's name.
 */
export async function collectSources(
  images: readonly DesiredImage[],
): Promise<ReadonlyMap<string, ObservedSource>> {
  const sources = new Sources();
  const entries = images.map(async (image) => {
    const { name, tags, build } = image;
    if (build === "pulumi") return [name, await sources.observe(image)] as const;
    return [name, { facts: needsSource(tags) ? await sources.facts(image) : {} }] as const;
  });
  return new Map(await Promise.all(entries));
}
