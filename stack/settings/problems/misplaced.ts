import { imageSchema } from "../schema/image";
import { repositorySchema } from "../schema/repository";
import { settingsSchema } from "../schema";

const topNames = Object.keys(settingsSchema.shape);
const repositoryNames = Object.keys(repositorySchema.shape);
const imageNames = Object.keys(imageSchema.shape);

/** The new names of renamed settings. */
const newNames: ReadonlyMap<string, string> = new Map([["upkeep", "cleanup"]]);

/** Where a setting belongs, or its new name, as text after 'is not a valid setting'. */
export function suggestPlace(path: readonly PropertyKey[], key: string): string | undefined {
  const newName = newNames.get(key);
  if (newName !== undefined) return `; it is now called '${newName}'`;
  const isAtTop = path.length === 0;
  const isAtRepository = path.length === 2 && path[0] === "repositories";
  if (isAtTop && repositoryNames.includes(key)) {
    return " here; move it to a repository in ghcr:repositories";
  }
  if ((isAtTop || isAtRepository) && imageNames.includes(key)) {
    return " here; move it to an image in a repository's 'images'";
  }
  return undefined;
}

/**
 * Settings without the prefix `ghcr:`. Pulumi assigns them to the project, which has none, so they
 * would be ignored.
 */
export function findUnprefixed(keys: readonly string[], project?: string): readonly string[] {
  return keys
    .flatMap((key) => {
      if (!key.includes(":")) return [key];
      const prefix = project === undefined ? undefined : `${project}:`;
      return prefix !== undefined && key.startsWith(prefix) ? [key.slice(prefix.length)] : [];
    })
    .filter((key) => topNames.includes(key) || suggestPlace([], key) !== undefined);
}
