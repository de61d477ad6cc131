import { Bearers } from "../server/bearers";
import { findValidToken } from "../tokens";
import type { Token, World } from "../world/world";

/** The token of a login, or null for an anonymous one. */
export type Login = { token: Token | null } | "unauthenticated";

/** The logins by their bearer tokens. */
export class Logins {
  private readonly bearers = new Bearers<{ token: string | null }>();

  constructor(private readonly world: World) {}

  issue(token: Token | null): string {
    return this.bearers.issue({ token: token?.token ?? null });
  }

  find(bearer: string): Login {
    const issued = this.bearers.find(bearer) ?? { token: decodeToken(bearer) };
    if (issued.token === null) return { token: null };
    const token = findValidToken(this.world, issued.token);
    return token === null ? "unauthenticated" : { token };
  }
}

/** ghcr.io also accepts the token itself in base64, with or without a user before it. */
function decodeToken(bearer: string): string {
  const text = Buffer.from(bearer, "base64").toString("utf8").trim();
  return text.slice(text.indexOf(":") + 1);
}
