import { hasScope } from "../tokens";
import {
  findOrganization,
  includesRole,
  findMembership,
  needsSingleSignOn,
  findRepositoryRole,
} from "../world/access";
import type { Organization, Repository, Role } from "../world/world";
import { findAccount, findRepository } from "../world/world";
import type { Answer } from "./answer";
import { archived, failure, notFound } from "./answer";
import type { Call } from "./operation";
import { singleSignOnRefusal } from "./singleSignOn";

/** The required access to the repository. */
type Right = "read" | "write" | "administer";

const ROLES: Record<Right, Role> = { read: "read", write: "write", administer: "admin" };

/** Ends an operation with this answer. */
export class Refusal extends Error {
  constructor(readonly answer: Answer) {
    super(`refused with ${answer.status}`);
  }
}

/**
 * The repository in the path, if the caller has this right. A caller who cannot read it gets 404,
 * as from GitHub.
 */
export function requireRepository(
  call: Pick<Call, "world" | "token" | "parameters">,
  right: Right,
): Repository {
  const { owner = "", repo = "" } = call.parameters;
  const repository = findRepository(call.world, owner, repo);
  if (repository === undefined) throw new Refusal(notFound);
  const { token } = call;
  const role = findRepositoryRole(call.world, token, repository);
  const isPublic = repository.visibility === "public";
  const hasRepositoryScope =
    token !== null && hasScope(token, isPublic ? ["public_repo"] : ["repo"]);
  if (role === null || (!isPublic && !hasRepositoryScope)) throw new Refusal(notFound);
  if (!isPublic || right !== "read") requireSingleSignOn(call, repository.owner);
  if (right === "read") return repository;
  if (!includesRole(role, ROLES[right])) {
    throw new Refusal(failure(403, "Must have admin rights to Repository."));
  }
  if (!hasRepositoryScope) throw new Refusal(notFound);
  return repository;
}

/** The same for a change: an archived repository rejects it. */
export function requireWritable(call: Call, right: "write" | "administer"): Repository {
  const repository = requireRepository(call, right);
  if (repository.settings.archived) throw new Refusal(archived);
  return repository;
}

/** Whether the caller is an admin of the repository: GitHub then returns more fields. */
export function isAdministrator(call: Call, repository: Repository): boolean {
  return findRepositoryRole(call.world, call.token, repository) === "admin";
}

/** The organization in the path, for its owners; everybody else gets the refusal. */
export function requireOrganization(
  call: Call,
  refusal: Answer,
): { login: string; organization: Organization } {
  const account = findAccount(call.world, call.parameters.org ?? "");
  const organization = findOrganization(call.world, account?.login ?? "");
  const { token } = call;
  if (account === undefined || organization === undefined || token === null) {
    throw new Refusal(notFound);
  }
  const { login } = account;
  requireSingleSignOn(call, login);
  // An installation acts for its organization; its permissions were checked before.
  const isOwnInstallation = token.kind === "installation" && token.owner === login;
  if (!isOwnInstallation && findMembership(call.world, login, token.owner) !== "admin") {
    throw new Refusal(refusal);
  }
  return { login, organization };
}

/** Refuses a token that is not authorized for an organization with single sign-on. */
export function requireSingleSignOn(
  { token, world }: Pick<Call, "world" | "token">,
  owner: string,
): void {
  if (token === null || !needsSingleSignOn(world, token, owner)) return;
  throw new Refusal(singleSignOnRefusal(token, findAccount(world, owner)?.login ?? owner));
}
