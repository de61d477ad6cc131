import { randomBytes } from "node:crypto";

import { findValidToken } from "../tokens";
import type { Token, World } from "../world/world";

/** The token of a login, or null for an anonymous one. */
export type Login = { token: Token | null } | "unauthenticated";

/** Longer than any step of a build between two token requests. */
const LIFE_SECONDS = 300;

/**
 * The issued bearer tokens. They are opaque, and lost at a restart: a client
 * that is refused with a challenge fetches another.
 */
export class Logins {
  private readonly issued = new Map<string, { token: string | null; until: number }>();

  constructor(private readonly world: World) {}

  readonly lifeSeconds = LIFE_SECONDS;

  issue(token: Token | null): string {
    const now = Date.now();
    // A map keeps its entries in order of age.
    for (const [bearer, { until }] of this.issued) {
      if (until > now) break;
      this.issued.delete(bearer);
    }
    const bearer = randomBytes(48).toString("base64url");
    this.issued.set(bearer, { token: token?.token ?? null, until: now + LIFE_SECONDS * 1000 });
    return bearer;
  }

  find(bearer: string): Login {
    const issued = this.issued.get(bearer);
    if (issued === undefined) return this.findEncodedToken(bearer);
    if (issued.until < Date.now()) return "unauthenticated";
    if (issued.token === null) return { token: null };
    const token = findValidToken(this.world, issued.token);
    return token === null ? "unauthenticated" : { token };
  }

  /** ghcr.io also accepts the token itself in base64, with or without a user before it. */
  private findEncodedToken(bearer: string): Login {
    const text = Buffer.from(bearer, "base64").toString("utf8").trim();
    const token = findValidToken(this.world, text.slice(text.indexOf(":") + 1));
    return token === null ? "unauthenticated" : { token };
  }
}
