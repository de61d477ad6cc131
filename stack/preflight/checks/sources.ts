import { needsSource } from "../../../core/tags/rules";
import { Sources, type MissingPath, type ObservedSource } from "../../../core/source";
import type { DesiredImage, DesiredStack } from "../../model";
import type { SettingFinding } from "../finding";
import { imageSetting } from "../names";
import type { Observations } from "../observations";

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

/** The contexts and Dockerfiles that do not exist. */
export function evaluateSources(
  { images }: Pick<DesiredStack, "images">,
  { sources }: Pick<Observations, "sources">,
): readonly SettingFinding[] {
  return images.flatMap((image) =>
    (sources.get(image.name)?.missing ?? []).map((missing) => describeMissing(image, missing)),
  );
}

function describeMissing(
  image: DesiredImage,
  { setting, kind, path, nearest }: MissingPath,
): SettingFinding {
  return {
    setting: `${imageSetting(image)}.${setting}`,
    outcome: "fail",
    message: `the ${kind} ${path} does not exist`,
    cause: "Relative paths begin at the folder of Pulumi.yaml.",
    fix: [
      nearest === undefined
        ? `Create the ${kind}, or write the path of one that exists.`
        : `Write the nearest path that exists: ${nearest}`,
    ],
  };
}
