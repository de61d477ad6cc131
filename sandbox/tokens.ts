import type { Token, World } from "./world/world";

/** The token that was sent, if it is one that still counts. */
export function validToken(world: World, value: string): Token | null {
  const token = world.tokens.find((one) => one.token === value);
  if (token === undefined || token.revoked) return null;
  if (token.expiresAt !== null && Date.parse(token.expiresAt) <= Date.now()) return null;
  return token;
}

/** Scopes that hold others, on the API. The registry takes each by its own name only. */
const HOLDS: Record<string, string[]> = {
  repo: ["public_repo"],
  "write:packages": ["read:packages"],
  "admin:org": ["read:org", "write:org"],
};

/**
 * Whether the token has one of these scopes. A kind without scopes has rights that no one tells;
 * this sandbox lets it do on the API what its owner may.
 */
export function hasScope(token: Token, wanted: readonly string[]): boolean {
  if (wanted.length === 0 || token.scopes === null) return true;
  const all = token.scopes.flatMap((scope) => [scope, ...(HOLDS[scope] ?? [])]);
  return wanted.some((scope) => all.includes(scope));
}
