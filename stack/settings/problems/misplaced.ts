import { imageSchema } from "../schema/image";
import { repositorySchema } from "../schema/repository";
import { settingsSchema } from "../schema";

const topNames = Object.keys(settingsSchema.shape);
const repositoryNames = Object.keys(repositorySchema.shape);
const imageNames = Object.keys(imageSchema.shape);

/** What settings are called now that had another name before. */
const newNames: ReadonlyMap<string, string> = new Map([["upkeep", "cleanup"]]);

/** Where a setting belongs, or what it is called now, as words behind 'is not a valid setting'. */
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
 * The settings that are written without `ghcr:`. Pulumi takes them for the project's own, of which it
 * has none, so that nobody would read them.
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
