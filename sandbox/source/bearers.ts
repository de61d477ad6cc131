import { randomBytes } from "node:crypto";

/** What a bearer token was given for. */
export interface Bearer {
  /** Null for nobody in particular. */
  username: string | null;
  /** `NAME:pull` and `NAME:push`. */
  granted: ReadonlySet<string>;
}

/** As Docker Hub's. */
const LIFE_SECONDS = 300;

/** The bearer tokens that were handed out, each for the repositories that it was asked for. */
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
