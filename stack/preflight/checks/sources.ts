import { needsSource } from "../../../core/tags/rules";
import { Sources, type ObservedSource } from "../../../core/source";
import type { DesiredImage } from "../../model";

/**
 * Reads what each image is built from, by image name. For an image that is built elsewhere, only
 * Git is read, and only if its tags need it.
 */
export async function collectSources(
  images: readonly DesiredImage[],
): Promise<ReadonlyMap<string, ObservedSource>> {
  const sources = new Sources();
  const entries = images.map(async (image) => {
    const { name, tags, build } = image;
    if (build === "pulumi") return [name, await sources.observe(image)] as const;
    return [name, { facts: needsSource(tags) ? await sources.readFacts(image) : {} }] as const;
  });
  return new Map(await Promise.all(entries));
}
