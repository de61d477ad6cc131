import { toAsciiLowerCase } from "./reference";

/**
 * A package's name for places that allow fewer characters, such as `v7-backend` for `v7/backend`: letters
 * and digits joined by single '-'. Two packages may have the same plain name.
 */
export function plainName(name: string): string {
  return toAsciiLowerCase(name).replace(/[^a-z0-9]+/g, "-");
}

/** The default Compose service of an image: `backend` for `v7/backend`. */
export function serviceOf(name: string): string {
  return toAsciiLowerCase(name).split("/").at(-1) ?? "";
}

/** https://github.com/compose-spec/compose-spec/blob/main/schema/compose-spec.json (services) */
export function serviceProblem(text: string): string | undefined {
  if (/^[A-Za-z0-9._-]+$/.test(text)) return undefined;
  return "is not a Compose service name: use letters, digits, '.', '_' and '-'";
}
