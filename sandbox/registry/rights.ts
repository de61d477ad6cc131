import type { Token, World } from "../world/world";
import { findAccount, findPackage, sameName } from "../world/world";
import type { Denial } from "./denials";
import { denials } from "./denials";

/** Where an image lies: its account, and its name below that. */
export interface ImageName {
  owner: string;
  name: string;
}

/** One component of a name in the registry protocol. */
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

/** Null for a name that the protocol or ghcr.io does not have. */
export function parseName(text: string): ImageName | null {
  const [owner, ...rest] = text.split("/");
  if (owner === undefined || rest.length === 0) return null;
  if (![owner, ...rest].every((part) => COMPONENT.test(part))) return null;
  return { owner, name: rest.join("/") };
}

/** ghcr.io asks for `read:packages` by name: `write:packages` does not hold it here. */
export function mayLogIn(token: Token): boolean {
  return token.scopes === null || token.scopes.includes("read:packages");
}

/** Why this image may not be read, or null where it may. */
export function readDenial(world: World, token: Token | null, image: ImageName): Denial | null {
  const found = findPackage(world, image.owner, image.name);
  if (found?.visibility === "public") return null;
  if (token === null) return denials.unauthorized;
  if (!hasPackageScope(token, "read:packages")) return denials.scopes;
  return sameName(token.owner, image.owner) ? null : denials.readPackage;
}

/** Why this image may not be pushed, or null where it may. */
export function writeDenial(world: World, token: Token | null, image: ImageName): Denial | null {
  if (token === null) return denials.unauthorized;
  if (!hasPackageScope(token, "write:packages")) return denials.scopes;
  if (findAccount(world, image.owner) === undefined) return denials.createPackage;
  if (sameName(token.owner, image.owner)) return null;
  const exists = findPackage(world, image.owner, image.name) !== undefined;
  return exists ? denials.writePackage : denials.createPackage;
}

/**
 * Fine-grained tokens have no packages permission (github/roadmap#558): they can log in and no
 * more. So, in this cut, can the other kinds that have no scopes.
 */
function hasPackageScope(token: Token, scope: string): boolean {
  return token.scopes?.includes(scope) ?? false;
}
