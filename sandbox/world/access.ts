import type { Organization, Package, Repository, Role, Token, World } from "./world";
import { findAccount, findPackage, isSameName } from "./world";

const ORDER: Role[] = ["read", "write", "admin"];

/** Whether a role includes another. */
export function includesRole(role: Role | null, required: Role): boolean {
  return role !== null && ORDER.indexOf(role) >= ORDER.indexOf(required);
}

export function findOrganization(world: World, login: string): Organization | undefined {
  return findAccount(world, login)?.organization;
}

/** A login's role in an organization; null if it is not a member or there is no organization. */
export function findMembership(
  world: World,
  organization: string,
  login: string,
): "admin" | "member" | null {
  return findByLogin(findOrganization(world, organization)?.members, login);
}

/** A token's role in a repository, by its owner. Scopes are checked separately. */
export function findRepositoryRole(
  world: World,
  token: Token | null,
  repository: Repository,
): Role | null {
  const publicRole: Role | null = repository.visibility === "public" ? "read" : null;
  if (token === null) return publicRole;
  // Their permissions are checked elsewhere; this checks the repository.
  if (token.kind === "actions") return token.repositoryId === repository.id ? "admin" : publicRole;
  if (token.kind === "installation") {
    return isSameName(token.owner, repository.owner) ? "admin" : publicRole;
  }
  return higherRole(publicRole, findLoginRole(world, token.owner, repository));
}

function findLoginRole(world: World, login: string, repository: Repository): Role | null {
  if (canAdminister(world, repository.owner, login)) return "admin";
  const granted = findByLogin(repository.collaborators, login);
  if (findMembership(world, repository.owner, login) === null) return granted;
  const defaultRole = findOrganization(world, repository.owner)?.defaultRepositoryPermission;
  return higherRole(
    granted,
    defaultRole === undefined || defaultRole === "none" ? null : defaultRole,
  );
}

/**
 * A token's role in a package. Its creator is its admin. A linked package inherits
 * the access of its repository, for users and for that repository's workflows
 * (docs.github.com, Configuring a package's access control and visibility).
 */
export function findPackageRole(world: World, token: Token | null, one: Package): Role | null {
  const publicRole: Role | null = one.visibility === "public" ? "read" : null;
  if (token === null) return publicRole;
  if (token.kind === "actions") {
    const isLinked = one.repositoryId !== null && one.repositoryId === token.repositoryId;
    const granted = one.actionsAccess?.[String(token.repositoryId)] ?? null;
    return higherRole(higherRole(publicRole, isLinked ? "write" : null), granted);
  }
  if (canAdminister(world, one.owner, token.owner)) return "admin";
  if (one.creator != null && isSameName(one.creator, token.owner)) return "admin";
  const linked = world.repositories.find(({ id }) => id === one.repositoryId);
  return higherRole(
    publicRole,
    linked === undefined ? null : findLoginRole(world, token.owner, linked),
  );
}

/** Whether a token can create a package, by its owner. */
export function canCreatePackage(world: World, token: Token, owner: string): boolean {
  const organization = findOrganization(world, owner);
  if (organization?.membersCanCreatePackages === false) {
    return token.kind !== "actions" && canAdminister(world, owner, token.owner);
  }
  if (token.kind === "actions") {
    const repository = world.repositories.find(({ id }) => id === token.repositoryId);
    return repository !== undefined && isSameName(repository.owner, owner);
  }
  return isSameName(token.owner, owner) || findMembership(world, owner, token.owner) !== null;
}

/**
 * Whether single sign-on blocks this token for an account. A fine-grained token is authorized when
 * it is created, an installation by its organization (docs.github.com, Authenticating to the REST
 * API).
 */
export function needsSingleSignOn(world: World, token: Token | null, owner: string): boolean {
  if (token === null || (token.kind !== "classic" && token.kind !== "oauth")) return false;
  if (findOrganization(world, owner)?.singleSignOn !== true) return false;
  return !(token.authorizedFor ?? []).some((login) => isSameName(login, owner));
}

/** The account itself, or one of an organization's owners. */
function canAdminister(world: World, owner: string, login: string): boolean {
  return isSameName(owner, login) || findMembership(world, owner, login) === "admin";
}

function higherRole(one: Role | null, other: Role | null): Role | null {
  if (one === null) return other;
  return includesRole(other, one) ? other : one;
}

function findByLogin<T>(record: Record<string, T> | undefined, login: string): T | null {
  const found = Object.entries(record ?? {}).find(([name]) => isSameName(name, login));
  return found?.[1] ?? null;
}

/** The latest deleted package of that name; undefined once the name is used again. */
export function findDeletedPackage(world: World, owner: string, name: string): Package | undefined {
  if (findPackage(world, owner, name) !== undefined) return undefined;
  return world.packages.findLast((one) => isSameName(one.owner, owner) && one.name === name);
}
