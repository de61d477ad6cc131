import type { Account, Organization, World } from "../../world/world";
import { findAccount, isSameName } from "../../world/world";
import type { Counts } from "../shapes/account";
import { organization, privateAccount, publicAccount } from "../shapes/account";
import { hasScope } from "../../tokens";
import { findMembership } from "../../world/access";
import { notFound, ok } from "../answer";
import type { Operations } from "../operation";

export const accountOperations: Operations = {
  "users/get-authenticated": {
    route: "GET /user",
    scopes: [],
    handle: ({ world, token, base }) => {
      const account = findAccount(world, token?.owner ?? "");
      if (account === undefined) return notFound;
      return ok(privateAccount(account, base, countRepositories(world, account)));
    },
  },
  "users/get-by-username": {
    route: "GET /users/{username}",
    scopes: [],
    anonymous: true,
    handle: ({ world, parameters, base }) => {
      const account = findAccount(world, parameters.username ?? "");
      if (account === undefined) return notFound;
      return ok(publicAccount(account, base, countRepositories(world, account)));
    },
  },
  "orgs/get": {
    route: "GET /orgs/{org}",
    scopes: [],
    anonymous: true,
    handle: ({ world, token, parameters, base }) => {
      const account = findAccount(world, parameters.org ?? "");
      if (account?.organization === undefined) return notFound;
      const shown = organization(account, base, countRepositories(world, account));
      const isOwner =
        token !== null &&
        hasScope(token, ["admin:org"]) &&
        findMembership(world, account.login, token.owner) === "admin";
      return ok({ ...shown, ...(isOwner ? ownerFields(account.organization) : {}) });
    },
  },
};

function countRepositories(world: World, account: Account): Counts {
  const repositories = world.repositories.filter(({ owner }) => isSameName(owner, account.login));
  const publicCount = repositories.filter(({ visibility }) => visibility === "public").length;
  return { public: publicCount, private: repositories.length - publicCount };
}

/** The fields that only an organization's owner gets, with `admin:org` (`organization-full`). */
function ownerFields(one: Organization): Record<string, unknown> {
  return {
    default_repository_permission: one.defaultRepositoryPermission,
    members_can_create_repositories: one.membersCanCreateRepositories,
    two_factor_requirement_enabled: false,
    plan: { name: "free", space: 976562499, private_repos: 10000 },
  };
}
