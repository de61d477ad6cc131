import { randomBytes } from "node:crypto";

/** What a bearer token was issued for. */
export interface Bearer {
  /** Null for an anonymous login. */
  username: string | null;
  /** `NAME:pull` and `NAME:push`. */
  granted: ReadonlySet<string>;
}

/** Like Docker Hub. */
const LIFE_SECONDS = 300;

/** The issued bearer tokens. */
export class Bearers {
  private readonly issued = new Map<string, Bearer & { until: number }>();

  readonly lifeSeconds = LIFE_SECONDS;

  issue(bearer: Bearer): string {
    const text = randomBytes(48).toString("base64url");
    this.issued.set(text, { ...bearer, until: Date.now() + LIFE_SECONDS * 1000 });
    return text;
  }

  find(text: string): Bearer | null {
    const found = this.issued.get(text);
    return found !== undefined && found.until > Date.now() ? found : null;
  }
}
