import { findMembership, findRepositoryRole, needsSingleSignOn } from "../../world/access";
import { hasScope } from "../../tokens";
import type { Repository } from "../../world/world";
import { findAccount, isSameName } from "../../world/world";
import type { Answer } from "../answer";
import { notFound } from "../answer";
import { isAdministrator } from "../find";
import type { Call, Operations } from "../operation";
import { paginate } from "../page";
import { listedRepository } from "../shapes/repository";
import { partialResults } from "../singleSignOn";

const AFFILIATIONS = "owner,collaborator,organization_member";

/** Lists in GitHub's default order. */
export const repositoryListOperations: Operations = {
  "repos/list-for-authenticated-user": {
    route: "GET /user/repos",
    scopes: [],
    handle: (call) => {
      const affiliations = (call.query.get("affiliation") ?? AFFILIATIONS).split(",");
      const visibility = call.query.get("visibility") ?? "all";
      const shown = call.world.repositories.filter((one) => {
        const affiliation = affiliationOf(call, one);
        return (
          affiliation !== null &&
          affiliations.includes(affiliation) &&
          (visibility === "all" || one.visibility === visibility)
        );
      });
      return listPage(call, "/user/repos", sortByName(shown));
    },
  },
  "repos/list-for-user": {
    route: "GET /users/{username}/repos",
    scopes: [],
    anonymous: true,
    handle: (call) => {
      const account = findAccount(call.world, call.parameters.username ?? "");
      if (account === undefined) return notFound;
      // Only public repositories, even for the user's own token.
      const shown = call.world.repositories.filter(
        ({ owner, visibility }) => visibility === "public" && isSameName(owner, account.login),
      );
      return listPage(call, `/users/${account.login}/repos`, sortByName(shown));
    },
  },
  "repos/list-for-org": {
    route: "GET /orgs/{org}/repos",
    scopes: [],
    anonymous: true,
    handle: (call) => {
      const account = findAccount(call.world, call.parameters.org ?? "");
      if (account?.organization === undefined) return notFound;
      const shown = call.world.repositories.filter(({ owner }) => isSameName(owner, account.login));
      // The newest first.
      return listPage(call, `/orgs/${account.login}/repos`, shown.reverse());
    },
  },
};

/** One page of the repositories that the caller can read. */
function listPage(call: Call, path: string, all: Repository[]): Answer {
  const readable = all.filter((one) => canRead(call, one));
  const isHidden = ({ owner, visibility }: Repository): boolean =>
    visibility === "private" && needsSingleSignOn(call.world, call.token, owner);
  const hiddenOwners = call.world.accounts.filter(({ login }) =>
    readable.some((one) => isHidden(one) && isSameName(one.owner, login)),
  );
  const visible = readable.filter((one) => !isHidden(one));
  const { items, headers } = paginate(call, path, visible);
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
  const collaborators = Object.keys(one.collaborators ?? {});
  if (collaborators.some((login) => isSameName(login, token.owner))) return "collaborator";
  return findMembership(world, one.owner, token.owner) === null ? null : "organization_member";
}

function sortByName(all: Repository[]): Repository[] {
  const key = ({ owner, name }: Repository): string => `${owner}/${name}`.toLowerCase();
  return all.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}
