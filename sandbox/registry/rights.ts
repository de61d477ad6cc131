import {
  includesRole,
  canCreatePackage,
  needsSingleSignOn,
  findPackageRole,
} from "../world/access";
import type { Token, World } from "../world/world";
import { findAccount, findPackage } from "../world/world";
import type { Denial } from "./denials";
import { denials } from "./denials";

/** An image's account, and its name below that. */
export interface ImageName {
  owner: string;
  name: string;
}

/** One component of a name in the registry protocol. */
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

/** Null for a name that the protocol or ghcr.io does not allow. */
export function parseName(text: string): ImageName | null {
  const [owner, ...rest] = text.split("/");
  if (owner === undefined || rest.length === 0) return null;
  if (![owner, ...rest].every((part) => COMPONENT.test(part))) return null;
  return { owner, name: rest.join("/") };
}

/** ghcr.io requires `read:packages` explicitly: here `write:packages` does not include it. */
export function canLogIn(token: Token): boolean {
  return token.scopes === null || token.scopes.includes("read:packages");
}

/** Why the token cannot read this image, or null if it can. */
export function findReadDenial(world: World, token: Token | null, image: ImageName): Denial | null {
  const found = findPackage(world, image.owner, image.name);
  if (found?.visibility === "public") return null;
  if (token === null) return denials.unauthorized;
  // Its login succeeds, but its pull is denied whatever its permissions (jikig-ai/soleur#6073).
  if (token.kind === "installation") return denials.denied;
  if (token.kind === "actions") {
    if (token.permissions?.packages === undefined) return denials.installationRead;
  } else if (!hasPackageScope(token, "read:packages")) {
    return denials.scopes;
  }
  if (needsSingleSignOn(world, token, image.owner)) return denials.denied;
  const role = found === undefined ? null : findPackageRole(world, token, found);
  if (role !== null) return null;
  // Those who could create a missing package get "not found".
  if (found === undefined && canCreatePackage(world, token, image.owner)) return null;
  return denials.readPackage;
}

/** Why the token cannot push this image, or null if it can. */
export function findWriteDenial(
  world: World,
  token: Token | null,
  image: ImageName,
): Denial | null {
  const found = findPackage(world, image.owner, image.name);
  if (token === null) return denials.unauthorized;
  const installation = found === undefined ? denials.installationCreate : denials.installationWrite;
  // No permission of the App and no setting of the package helps (SlyBase/helm-charts#595).
  if (token.kind === "installation") return installation;
  if (token.kind === "actions") {
    if (token.permissions?.packages !== "write") return installation;
  } else if (!hasPackageScope(token, "write:packages")) {
    return denials.scopes;
  }
  if (needsSingleSignOn(world, token, image.owner)) return denials.denied;
  if (found !== undefined) {
    return includesRole(findPackageRole(world, token, found), "write")
      ? null
      : denials.writePackage;
  }
  const exists = findAccount(world, image.owner) !== undefined;
  if (exists && canCreatePackage(world, token, image.owner)) return null;
  return token.kind === "actions" ? installation : denials.createPackage;
}

/**
 * Fine-grained tokens have no packages permission (github/roadmap#558): they can only log in.
 * For App user tokens there are no reports; here they behave the same.
 */
function hasPackageScope(token: Token, scope: string): boolean {
  return token.scopes?.includes(scope) ?? false;
}
