import type { Organization, Package, Repository, Role, Token, World } from "./world";
import { findAccount, findPackage, sameName } from "./world";

const ORDER: Role[] = ["read", "write", "admin"];

/** Whether a role holds another. */
export function holds(role: Role | null, wanted: Role): boolean {
  return role !== null && ORDER.indexOf(role) >= ORDER.indexOf(wanted);
}

export function findOrganization(world: World, login: string): Organization | undefined {
  return findAccount(world, login)?.organization;
}

/** A login's role in an organization; null for who is no member, and where there is none. */
export function membership(
  world: World,
  organization: string,
  login: string,
): "admin" | "member" | null {
  return entry(findOrganization(world, organization)?.members, login);
}

/** What a token may do with a repository by who it acts as. Its scopes are another matter. */
export function repositoryRole(
  world: World,
  token: Token | null,
  repository: Repository,
): Role | null {
  const seen: Role | null = repository.visibility === "public" ? "read" : null;
  if (token === null) return seen;
  // What these may is in their permissions; where, is here.
  if (token.kind === "actions") return token.repositoryId === repository.id ? "admin" : seen;
  if (token.kind === "installation") {
    return sameName(token.owner, repository.owner) ? "admin" : seen;
  }
  return highest(seen, loginsRole(world, token.owner, repository));
}

function loginsRole(world: World, login: string, repository: Repository): Role | null {
  if (mayAdminister(world, repository.owner, login)) return "admin";
  const given = entry(repository.collaborators, login);
  if (membership(world, repository.owner, login) === null) return given;
  const everyones = findOrganization(world, repository.owner)?.defaultRepositoryPermission;
  return highest(given, everyones === undefined || everyones === "none" ? null : everyones);
}

/**
 * What a token may do with a package. Who made it administers it. A package with a link inherits
 * from its repository who may do what, for people and for that repository's workflows
 * (docs.github.com, Configuring a package's access control and visibility).
 */
export function packageRole(world: World, token: Token | null, one: Package): Role | null {
  const seen: Role | null = one.visibility === "public" ? "read" : null;
  if (token === null) return seen;
  if (token.kind === "actions") {
    const isLinked = one.repositoryId !== null && one.repositoryId === token.repositoryId;
    const given = one.actionsAccess?.[String(token.repositoryId)] ?? null;
    return highest(highest(seen, isLinked ? "write" : null), given);
  }
  if (mayAdminister(world, one.owner, token.owner)) return "admin";
  if (one.creator != null && sameName(one.creator, token.owner)) return "admin";
  const linked = world.repositories.find(({ id }) => id === one.repositoryId);
  return highest(seen, linked === undefined ? null : loginsRole(world, token.owner, linked));
}

/** Whether a token may make a package that is not there yet, by who it acts as. */
export function mayCreatePackage(world: World, token: Token, owner: string): boolean {
  const organization = findOrganization(world, owner);
  if (organization?.membersCanCreatePackages === false) {
    return token.kind !== "actions" && mayAdminister(world, owner, token.owner);
  }
  if (token.kind === "actions") {
    const own = world.repositories.find(({ id }) => id === token.repositoryId);
    return own !== undefined && sameName(own.owner, owner);
  }
  return sameName(token.owner, owner) || membership(world, owner, token.owner) !== null;
}

/**
 * Whether single sign-on keeps this token out of an account. A fine-grained token is authorized when
 * it is made, an installation by its organization (docs.github.com, Authenticating to the REST API).
 */
export function needsSingleSignOn(world: World, token: Token | null, owner: string): boolean {
  if (token === null || (token.kind !== "classic" && token.kind !== "oauth")) return false;
  if (findOrganization(world, owner)?.singleSignOn !== true) return false;
  return !(token.authorizedFor ?? []).some((login) => sameName(login, owner));
}

/** The account itself, or one of an organization's owners. */
function mayAdminister(world: World, owner: string, login: string): boolean {
  return sameName(owner, login) || membership(world, owner, login) === "admin";
}

function highest(one: Role | null, other: Role | null): Role | null {
  if (one === null) return other;
  return holds(other, one) ? other : one;
}

function entry<T>(record: Record<string, T> | undefined, login: string): T | null {
  const found = Object.entries(record ?? {}).find(([name]) => sameName(name, login));
  return found?.[1] ?? null;
}

/** The latest package of that name that was deleted; none once its name is taken again. */
export function findDeletedPackage(world: World, owner: string, name: string): Package | undefined {
  if (findPackage(world, owner, name) !== undefined) return undefined;
  return world.packages.findLast((one) => sameName(one.owner, owner) && one.name === name);
}
