/** GitHub wants us to wait longer than we do. It says nothing about any right. */
export class GitHubRateLimit extends Error {
  constructor(
    readonly until: Date,
    /** GitHub's own words. */
    readonly says: string,
  ) {
    super(`GitHub's rate limit is reached until ${until.toISOString()}: ${says}`);
    this.name = "GitHubRateLimit";
  }
}

/** GitHub names no time at all in some of its secondary limits, and advises a minute. */
const usualWaitMilliseconds = 60_000;

/**
 * Until when a refusal is one of a rate limit, primary or secondary, or nothing if it is another.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function rateLimitUntil(
  status: number,
  headers: Readonly<Record<string, string>>,
  message: string,
  now = Date.now(),
): Date | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const isUsedUp = headers["x-ratelimit-remaining"] === "0";
  if (status === 403 && !isUsedUp && !/rate limit|abuse detection/i.test(message)) return undefined;
  const after = /^\d{1,6}$/.exec(headers["retry-after"] ?? "")?.[0];
  if (after !== undefined) return new Date(now + Number(after) * 1000);
  const reset = isUsedUp ? /^\d{1,11}$/.exec(headers["x-ratelimit-reset"] ?? "")?.[0] : undefined;
  return new Date(reset === undefined ? now + usualWaitMilliseconds : Number(reset) * 1000);
}
