import { findOrganization, findMembership } from "../../world/access";
import type { Account, World } from "../../world/world";
import { findAccount } from "../../world/world";
import { organization, simpleAccount } from "../shapes/account";
import type { Answer } from "../answer";
import { failure, notFound, ok, unprocessable } from "../answer";
import { requireOrganization } from "../find";
import type { Call, Operations } from "../operation";
import { paginate } from "../page";
import { filterBySingleSignOn } from "../singleSignOn";

const MEMBERSHIP = "/orgs/{org}/memberships/{username}";
const notAdmin = failure(403, "You must be an admin to edit an organization membership.");
const notMember = failure(403, "You must be a member of this organization to see memberships.");

/** Members of organizations. GitHub's API has no operation to create an organization. */
export const organizationOperations: Operations = {
  "orgs/list-for-authenticated-user": {
    route: "GET /user/orgs",
    scopes: ["read:org", "user"],
    missingScopes: failure(
      403,
      "You need at least read:org scope or user scope to list your organizations.",
    ),
    handle: (call) => {
      const login = call.token?.owner ?? "";
      const memberships = call.world.accounts.filter(
        (account) => findMembership(call.world, account.login, login) !== null,
      );
      const { shown, headers } = filterBySingleSignOn(call, memberships);
      const { items, headers: links } = paginate(call, "/user/orgs", shown);
      const body = items.map((account) => organizationSimple(account, call.base));
      return { status: 200, body, headers: { ...headers, ...links } };
    },
  },
  "orgs/list-members": {
    route: "GET /orgs/{org}/members",
    scopes: ["read:org"],
    handle: (call) => {
      const { login, organization: found } = requireOrganization(call, "member", notFound);
      const role = call.query.get("role");
      const all = Object.entries(found.members)
        .filter(([, has]) => role === null || role === "all" || role === has)
        .flatMap(([member]) => findAccount(call.world, member) ?? []);
      const { items, headers } = paginate(call, `/orgs/${login}/members`, all);
      return { status: 200, body: items.map((one) => simpleAccount(one, call.base)), headers };
    },
  },
  "orgs/get-membership-for-user": {
    route: `GET ${MEMBERSHIP}`,
    scopes: ["read:org"],
    handle: (call) => {
      const { login } = requireOrganization(call, "member", notMember);
      return showMembership(call, login, call.parameters.username ?? "");
    },
  },
  "orgs/get-membership-for-authenticated-user": {
    route: "GET /user/memberships/orgs/{org}",
    scopes: ["read:org"],
    handle: (call) => {
      const { login } = requireOrganization(call, "member", notFound);
      return showMembership(call, login, call.token?.owner ?? "");
    },
  },
  "orgs/set-membership-for-user": {
    route: `PUT ${MEMBERSHIP}`,
    scopes: ["admin:org"],
    missingScopes: notAdmin,
    handle: async (call) => {
      const { login, organization: found } = requireOrganization(call, "admin", notAdmin);
      const account = findAccount(call.world, call.parameters.username ?? "");
      if (account?.type !== "User") return notFound;
      const role = call.body.role ?? "member";
      if (role !== "admin" && role !== "member") return unprocessable("Validation Failed");
      // There are no invitations: on GitHub a new member is `pending` until they accept.
      found.members[account.login] = role;
      await call.commit();
      return showMembership(call, login, account.login);
    },
  },
};

/** `organization-simple`. */
function organizationSimple(account: Account, base: string): Record<string, unknown> {
  const full = organization(account, base, { public: 0, private: 0 });
  const shown = [
    "login",
    "id",
    "node_id",
    "url",
    "repos_url",
    "events_url",
    "hooks_url",
    "issues_url",
    "members_url",
    "public_members_url",
    "avatar_url",
    "description",
  ];
  return Object.fromEntries(shown.map((name) => [name, full[name]]));
}

/** `org-membership`. */
function showMembership(call: Call, organizationLogin: string, login: string): Answer {
  const role = findMembership(call.world, organizationLogin, login);
  const account = findAccount(call.world, organizationLogin);
  const user = findAccount(call.world, login);
  if (role === null || account === undefined || user === undefined) return notFound;
  const organization_url = `${call.base}/orgs/${account.login}`;
  return ok({
    url: `${organization_url}/memberships/${user.login}`,
    state: "active",
    role,
    organization_url,
    organization: organizationSimple(account, call.base),
    user: simpleAccount(user, call.base),
  });
}

/** The fields that only an organization's owner gets, with `admin:org` (`organization-full`). */
export function ownerFields(world: World, login: string): Record<string, unknown> {
  const found = findOrganization(world, login);
  if (found === undefined) return {};
  return {
    default_repository_permission: found.defaultRepositoryPermission,
    members_can_create_repositories: found.membersCanCreateRepositories,
    two_factor_requirement_enabled: false,
    plan: { name: "free", space: 976562499, private_repos: 10000 },
  };
}
