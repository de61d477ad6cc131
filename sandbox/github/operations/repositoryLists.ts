import {
  findMembership,
  findOrganization,
  findRepositoryRole,
  needsSingleSignOn,
} from "../../world/access";
import { hasScope } from "../../tokens";
import type { Repository } from "../../world/world";
import { findAccount, isSameName } from "../../world/world";
import type { Answer } from "../answer";
import { notFound, unprocessable } from "../answer";
import { isAdministrator } from "../find";
import type { Call, Operations } from "../operation";
import { paginate } from "../page";
import { listedRepository } from "../shapes/repository";
import { partialResults } from "../singleSignOn";

const AFFILIATIONS = "owner,collaborator,organization_member";

export const repositoryListOperations: Operations = {
  "repos/list-for-authenticated-user": {
    route: "GET /user/repos",
    scopes: [],
    handle: (call) => {
      const { query } = call;
      const type = query.get("type");
      if (type !== null && (query.has("visibility") || query.has("affiliation"))) {
        return unprocessable("If you specify visibility or affiliation, you cannot specify type.");
      }
      const affiliations = (query.get("affiliation") ?? AFFILIATIONS).split(",");
      const affiliated = call.world.repositories.filter((one) => {
        const affiliation = affiliationOf(call, one);
        return affiliation !== null && affiliations.includes(affiliation);
      });
      const visibility = query.get("visibility") ?? "all";
      const shown = affiliated.filter(
        (one) =>
          (visibility === "all" || one.visibility === visibility) &&
          isOfType(one, type ?? "all", affiliationOf(call, one)),
      );
      return listPage(call, "/user/repos", shown, "full_name");
    },
  },
  "repos/list-for-user": {
    route: "GET /users/{username}/repos",
    scopes: [],
    anonymous: true,
    handle: (call) => {
      const account = findAccount(call.world, call.parameters.username ?? "");
      if (account === undefined) return notFound;
      // Only public repositories, even for the user's own token; the default is `type=owner`.
      const type = call.query.get("type") ?? "owner";
      const repositories = call.world.repositories.filter(
        ({ owner, visibility, collaborators = {} }) =>
          visibility === "public" &&
          ((type !== "member" && isSameName(owner, account.login)) ||
            (type !== "owner" && hasEntry(collaborators, account.login))),
      );
      return listPage(call, `/users/${account.login}/repos`, repositories, "full_name");
    },
  },
  "repos/list-for-org": {
    route: "GET /orgs/{org}/repos",
    scopes: [],
    anonymous: true,
    handle: (call) => {
      const account = findAccount(call.world, call.parameters.org ?? "");
      if (account === undefined || findOrganization(call.world, account.login) === undefined) {
        return notFound;
      }
      const type = call.query.get("type") ?? "all";
      const repositories = call.world.repositories.filter(
        (one) => isSameName(one.owner, account.login) && isOfType(one, type, null),
      );
      return listPage(call, `/orgs/${account.login}/repos`, repositories, "created");
    },
  },
};

/** One page of the repositories that the caller can read, in the requested order. */
function listPage(call: Call, path: string, all: Repository[], order: string): Answer {
  const readable = all.filter((one) => canRead(call, one));
  const isHidden = ({ owner, visibility }: Repository): boolean =>
    visibility === "private" && needsSingleSignOn(call.world, call.token, owner);
  const hiddenOwners = call.world.accounts.filter(({ login }) =>
    readable.some((one) => isHidden(one) && isSameName(one.owner, login)),
  );
  const visible = readable.filter((one) => !isHidden(one));
  const sort = call.query.get("sort") ?? order;
  const isAscending =
    (call.query.get("direction") ?? (sort === "full_name" ? "asc" : "desc")) === "asc";
  const key = (one: Repository): string => {
    if (sort === "created") return one.createdAt;
    if (sort === "updated") return one.updatedAt;
    return sort === "pushed" ? one.pushedAt : `${one.owner}/${one.name}`.toLowerCase();
  };
  const sorted = visible.toSorted((one, other) => {
    const [a, b] = isAscending ? [one, other] : [other, one];
    // Times have a resolution of one second: equal ones are sorted by id.
    return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id;
  });
  const { items, headers } = paginate(call, path, sorted);
  const body = items.map((one) =>
    listedRepository(call.world, one, call.base, isAdministrator(call, one)),
  );
  return { status: 200, body, headers: { ...headers, ...partialResults(hiddenOwners) } };
}

function canRead(call: Call, one: Repository): boolean {
  const { token, world } = call;
  if (one.visibility === "public") return true;
  if (token === null || !hasScope(token, ["repo"])) return false;
  return findRepositoryRole(world, token, one) !== null;
}

function affiliationOf({ world, token }: Call, one: Repository): string | null {
  if (token === null) return null;
  if (isSameName(one.owner, token.owner)) return "owner";
  if (hasEntry(one.collaborators ?? {}, token.owner)) return "collaborator";
  return findMembership(world, one.owner, token.owner) === null ? null : "organization_member";
}

function hasEntry(people: Record<string, unknown>, login: string): boolean {
  return Object.keys(people).some((name) => isSameName(name, login));
}

function isOfType(one: Repository, type: string, affiliation: string | null): boolean {
  if (type === "public" || type === "private") return one.visibility === type;
  if (type === "owner") return affiliation === "owner";
  if (type === "member") return affiliation !== "owner";
  // There are no forks.
  return type !== "forks";
}
