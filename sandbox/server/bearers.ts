import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";

import { sendJson } from "./http";

/** Like Docker Hub, and longer than any step of a build between two token requests. */
const LIFE_SECONDS = 300;

/**
 * The bearer tokens that a token service issued, each with what it stands for. They are opaque, and
 * lost at a restart: a client that is refused with a challenge fetches another.
 */
export class Bearers<T> {
  private readonly issued = new Map<string, { value: T; until: number }>();

  issue(value: T): string {
    const now = Date.now();
    // A map keeps its entries in order of age.
    for (const [bearer, { until }] of this.issued) {
      if (until > now) break;
      this.issued.delete(bearer);
    }
    const bearer = randomBytes(48).toString("base64url");
    this.issued.set(bearer, { value, until: now + LIFE_SECONDS * 1000 });
    return bearer;
  }

  find(bearer: string): T | null {
    const found = this.issued.get(bearer);
    return found !== undefined && found.until > Date.now() ? found.value : null;
  }
}

/** `token` is what GET clients read, `access_token` what the form's clients do. */
export function sendBearer(response: ServerResponse, bearer: string): void {
  sendJson(response, 200, {
    token: bearer,
    access_token: bearer,
    expires_in: LIFE_SECONDS,
    issued_at: new Date().toISOString(),
  });
}
