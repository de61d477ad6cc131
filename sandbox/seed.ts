import { randomBytes } from "node:crypto";

import type { World } from "./world/world";
import { now } from "./world/world";

/** In mixed case on purpose: ghcr.io takes lower case only, so whoever forgets is found out. */
export const SEED_OWNER = "F1bonacci66";

/** Obviously no real tokens, but of a real one's form. */
export const ADMINISTRATOR_TOKEN = "ghp_sandboxAdministrator00000000000000000000";
export const PUBLISHER_TOKEN = "ghp_sandboxPublisher000000000000000000000000";

/** The world as a first start finds it. */
export function seedWorld(): World {
  return {
    nextId: 1000,
    accounts: [{ id: 66, login: SEED_OWNER, type: "User", name: "Fibonacci", createdAt: now() }],
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
    ],
    repositories: [],
    packages: [],
    registrySecret: randomBytes(32).toString("hex"),
  };
}
