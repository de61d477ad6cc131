import { randomBytes } from "node:crypto";

import type { Organization, World } from "./world/world";
import { now } from "./world/world";

/** In mixed case on purpose: ghcr.io accepts lower case only, so code that forgets it fails. */
export const SEED_OWNER = "F1bonacci66";

/** An organization that the owner administers, with one more member. */
export const SEED_ORGANIZATION = "Liber-Abaci";
export const SEED_MEMBER = "Leonardo";

/** Obviously not real tokens, but in the format of real ones. */
export const ADMINISTRATOR_TOKEN = "ghp_sandboxAdministrator00000000000000000000";
export const PUBLISHER_TOKEN = "ghp_sandboxPublisher000000000000000000000000";
/** The owner's, too, with the scopes for an organization's settings and packages. */
export const ORGANIZATION_TOKEN = "ghp_sandboxOrganization000000000000000000000";

/** The data of a first start. */
export function seedWorld(): World {
  return {
    nextId: 1000,
    accounts: [
      { id: 66, login: SEED_OWNER, type: "User", name: "Fibonacci", createdAt: now() },
      { id: 67, login: SEED_MEMBER, type: "User", name: null, createdAt: now() },
      {
        id: 68,
        login: SEED_ORGANIZATION,
        type: "Organization",
        name: "Liber Abaci",
        createdAt: now(),
        organization: newOrganization({ [SEED_OWNER]: "admin", [SEED_MEMBER]: "member" }),
      },
    ],
    tokens: [
      {
        token: ADMINISTRATOR_TOKEN,
        kind: "classic",
        owner: SEED_OWNER,
        scopes: ["delete_repo", "read:packages", "repo", "workflow"],
        expiresAt: null,
        revoked: false,
      },
      {
        token: PUBLISHER_TOKEN,
        kind: "classic",
        owner: SEED_OWNER,
        scopes: ["read:packages", "write:packages"],
        expiresAt: null,
        revoked: false,
      },
      {
        token: ORGANIZATION_TOKEN,
        kind: "classic",
        owner: SEED_OWNER,
        scopes: ["admin:org", "delete:packages", "read:packages", "repo", "write:packages"],
        expiresAt: null,
        revoked: false,
      },
    ],
    repositories: [],
    packages: [],
    registrySecret: randomBytes(32).toString("hex"),
  };
}

/** An organization with GitHub's defaults: its workflows can only read (since 2023). */
export function newOrganization(members: Organization["members"]): Organization {
  return {
    members,
    singleSignOn: false,
    defaultRepositoryPermission: "read",
    membersCanCreateRepositories: true,
    membersCanCreatePackages: true,
    actions: {
      defaultWorkflowPermissions: "read",
      canApprovePullRequestReviews: false,
      key: null,
      secrets: {},
    },
  };
}
