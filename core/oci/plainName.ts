import { lowered } from "./reference";

/**
 * What is named after a package where fewer characters are taken, as `v7-backend` after
 * `v7/backend`: letters and digits that single '-' join. Two packages may come to one such name.
 */
export function plainName(name: string): string {
  return lowered(name).replace(/[^a-z0-9]+/g, "-");
}

/** The Compose service that runs an image where nothing else is said: `backend` for `v7/backend`. */
export function serviceOf(name: string): string {
  return lowered(name).split("/").at(-1) ?? "";
}

/** https://github.com/compose-spec/compose-spec/blob/main/schema/compose-spec.json (services) */
export function serviceProblem(text: string): string | undefined {
  if (/^[A-Za-z0-9._-]+$/.test(text)) return undefined;
  return "is not a Compose service name: use letters, digits, '.', '_' and '-'";
}
