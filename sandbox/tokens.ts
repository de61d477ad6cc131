import type { Token, World } from "./world/world";

/** The token, if it exists, is not revoked and has not expired. */
export function findValidToken(world: World, value: string): Token | null {
  const token = world.tokens.find((one) => one.token === value);
  if (token === undefined || token.revoked) return null;
  if (token.expiresAt !== null && Date.parse(token.expiresAt) <= Date.now()) return null;
  return token;
}

/**
 * Scopes that include others in the API (docs.github.com, Scopes for OAuth apps). The registry
 * requires each explicitly.
 */
const INCLUDED_SCOPES: Record<string, string[]> = {
  repo: ["public_repo"],
  "write:packages": ["read:packages"],
  "admin:org": ["read:org", "write:org"],
  "write:org": ["read:org"],
};

/**
 * Whether the token has one of these scopes. Tokens without scopes are checked by permission
 * instead; here only changes of workflow files need one.
 */
export function hasScope(token: Token, accepted: readonly string[]): boolean {
  if (accepted.length === 0) return true;
  if (token.scopes === null) {
    const bounds = permissionsOf(token);
    return bounds === null || !accepted.includes("workflow") || bounds.workflows === "write";
  }
  const all = token.scopes.flatMap((scope) => [scope, ...(INCLUDED_SCOPES[scope] ?? [])]);
  return accepted.some((scope) => all.includes(scope));
}

/** Whether it has every one of these scopes. */
export function hasScopes(token: Token, required: readonly string[]): boolean {
  return required.every((scope) => hasScope(token, [scope]));
}

/** The permissions that restrict a token; null for one with all of its owner's permissions. */
export function permissionsOf(token: Token): Record<string, "read" | "write"> | null {
  if (token.kind === "actions" || token.kind === "installation") return token.permissions ?? {};
  return token.scopes === null ? (token.permissions ?? null) : null;
}

/** GitHub sends the scopes of classic and OAuth tokens; other kinds have no such header. */
export function sendsScopeHeaders(token: Token): boolean {
  return token.kind === "classic" || token.kind === "oauth";
}
