/** GitHub's rate limit lasts longer than the client waits. It says nothing about permissions. */
export class GitHubRateLimit extends Error {
  constructor(
    readonly until: Date,
    /** GitHub's message. */
    readonly response: string,
  ) {
    super(`GitHub's rate limit is reached until ${until.toISOString()}: ${response}`);
    this.name = "GitHubRateLimit";
  }
}

/** Some of GitHub's secondary limits state no time; its documentation advises a minute. */
const defaultWaitMilliseconds = 60_000;

/**
 * Whether a refusal is one of a rate limit, primary or secondary.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function isRateLimit(
  status: number,
  headers: Readonly<Record<string, string>>,
  message: string,
): boolean {
  if (status !== 403) return status === 429;
  if (headers["x-ratelimit-remaining"] === "0" || headers["retry-after"] !== undefined) return true;
  return /rate limit|abuse detection/i.test(message);
}

/** When a rate limit ends; undefined if the refusal has another reason. */
export function rateLimitUntil(
  status: number,
  headers: Readonly<Record<string, string>>,
  message: string,
  now = Date.now(),
): Date | undefined {
  if (!isRateLimit(status, headers, message)) return undefined;
  const isUsedUp = headers["x-ratelimit-remaining"] === "0";
  const after = /^\d{1,6}$/.exec(headers["retry-after"] ?? "")?.[0];
  if (after !== undefined) return new Date(now + Number(after) * 1000);
  const reset = isUsedUp ? /^\d{1,11}$/.exec(headers["x-ratelimit-reset"] ?? "")?.[0] : undefined;
  return new Date(reset === undefined ? now + defaultWaitMilliseconds : Number(reset) * 1000);
}
