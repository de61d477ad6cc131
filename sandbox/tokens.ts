import type { Token, World } from "./world/world";

/** The token that was sent, if it is one that still counts. */
export function findValidToken(world: World, value: string): Token | null {
  const token = world.tokens.find((one) => one.token === value);
  if (token === undefined || token.revoked) return null;
  if (token.expiresAt !== null && Date.parse(token.expiresAt) <= Date.now()) return null;
  return token;
}

/**
 * Scopes that hold others, on the API (docs.github.com, Scopes for OAuth apps). The registry takes
 * each by its own name only.
 */
const INCLUDED_SCOPES: Record<string, string[]> = {
  repo: ["public_repo"],
  "write:packages": ["read:packages"],
  "admin:org": ["read:org", "write:org"],
  "write:org": ["read:org"],
};

/**
 * Whether the token has one of these scopes. A kind without scopes is held to its permissions
 * instead; only the changing of workflow files asks for one of those here.
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

/** The permissions that bound a token; null for one that may what its owner may. */
export function permissionsOf(token: Token): Record<string, "read" | "write"> | null {
  if (token.kind === "actions" || token.kind === "installation") return token.permissions ?? {};
  return token.scopes === null ? (token.permissions ?? null) : null;
}

/** Classic and OAuth tokens have scopes, and GitHub tells them; the other kinds send no such header. */
export function sendsScopeHeaders(token: Token): boolean {
  return token.kind === "classic" || token.kind === "oauth";
}
