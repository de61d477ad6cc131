import { isRecord } from "../../../core/http/json";
import { packageProblem, wholeNameProblem } from "../../../core/oci/names";
import { needsVersion } from "../../../core/tags/rules";
import { writtenOut } from "../../../stack/settings/shortForms";

/** The settings that say what is published, as they are written; nothing in them is checked yet. */
export interface WrittenImages {
  readonly repositories: unknown;
  readonly mirrors: unknown;
  readonly defaults: unknown;
}

/**
 * The names of what the stack pushes itself: its images, but those that a workflow builds, and its
 * mirrors. Names that no package can have are left out: the program tells them with all else.
 */
export function pushedNames(
  written: WrittenImages,
  { registry, owner }: { readonly registry: string; readonly owner: string },
): readonly string[] {
  const images = imagesIn(written).flatMap(({ name, settings }) =>
    settings.build === "actions" ? [] : [name],
  );
  return [...images, ...Object.keys(recordOf(written.mirrors))].filter(
    (name) =>
      (packageProblem(name) ?? wholeNameProblem(registry, `${owner}/${name}`)) === undefined,
  );
}

/** Whether any image's tags are made of the version, as they are where nobody wrote any. */
export function anyFollowsVersion(written: WrittenImages): boolean | undefined {
  const images = imagesIn(written);
  if (images.length === 0) return undefined;
  return (
    images.some(({ settings: { tags } }) => !Array.isArray(tags) && tags === undefined) ||
    needsVersion(tagRulesIn(written))
  );
}

/** The tags and rules that are written for any image. */
export function tagRulesIn(written: WrittenImages): readonly string[] {
  return imagesIn(written).flatMap(({ settings: { tags } }) =>
    Array.isArray(tags) ? tags.filter((each): each is string => typeof each === "string") : [],
  );
}

/** Each image with its settings: its own, and what the defaults say where it is silent. */
function imagesIn(written: WrittenImages): readonly {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}[] {
  // Who builds an image may be said by its repository's workflow.
  const { repositories, defaults } = writtenOut({ ...written });
  return Object.values(recordOf(repositories)).flatMap((repository) =>
    Object.entries(recordOf(recordOf(repository).images)).map(([name, own]) => ({
      name,
      settings: { ...recordOf(defaults), ...recordOf(own) },
    })),
  );
}

/** A map; whatever else stands there, as a text for its short form, has nothing in it for us. */
function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
