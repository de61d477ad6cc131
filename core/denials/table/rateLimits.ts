import type { Denial } from "../denial";

/** They come first: a 403 or a `denied` with a rate limit's message is not about permissions. */
export const rateLimits: readonly Denial[] = [
  {
    id: "github-rate-limit-secondary",
    from: "GitHub",
    kind: "rate limit",
    isTransient: true,
    host: "any",
    patterns: [/exceeded a secondary rate limit/i, /secondary rate limit exceeded/i],
    example:
      "403 You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
    cause:
      "Too many requests were sent at once, or too many writes within a minute; the token itself is valid.",
    fix: [
      "Wait a few minutes, or as long as the header retry-after says",
      "Send fewer requests at once",
    ],
    sources: [
      "https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api",
      "https://github.com/google/go-github/blob/master/github/github.go",
      "https://github.com/integrations/terraform-provider-github/issues/2329",
    ],
  },
  {
    id: "github-provider-wait",
    from: "Pulumi",
    kind: "rate limit",
    isTransient: true,
    host: "any",
    patterns: [
      /https:\/\/[a-z\d.:-]{1,100}\/(?:api\/v3\/)?(?:user|repos|orgs)\/[^"\s]{0,200}": context deadline exceeded/i,
    ],
    example: 'Post "https://api.github.com/user/repos": context deadline exceeded',
    cause:
      "The GitHub provider waited 20 minutes for the end of a rate limit. With legacyClient: false, it may have waited five minutes for one of its 100 permits instead: it loses one with each new repository.",
    fix: [
      "Start the update again: it continues there",
      "In a program of your own, set legacyClient: true, parallelRequests: true and writeDelayMs: 0 on github.Provider",
    ],
    sources: [
      "https://github.com/integrations/terraform-provider-github/issues/3603",
      "https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api",
    ],
  },
  {
    id: "github-rate-limit",
    from: "GitHub",
    kind: "rate limit",
    host: "any",
    patterns: [
      /API rate limit (?:already )?exceeded/i,
      /API rate limit of \d{1,9} (?:still )?exceeded/i,
      /primary rate limit reached on request to/i,
    ],
    example: "403 API rate limit exceeded for user ID 583231. []",
    cause:
      "The hourly limit is used up (5,000 requests per user, 60 without a login); the token itself is valid.",
    fix: [
      "gh api rate_limit (shows when the limit resets)",
      "Log in, if the message names an IP address instead of a user",
    ],
    sources: [
      "https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api",
      "https://github.com/integrations/terraform-provider-github/issues/3565",
    ],
  },
  {
    id: "docker-hub-rate-limit",
    from: "Docker Hub",
    kind: "rate limit",
    host: "any",
    patterns: [
      /You have reached your (?:unauthenticated )?pull rate limit/i,
      /docker\.com\/increase-rate-limit/i,
    ],
    example:
      "toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit",
    cause:
      "Docker Hub limits pulls of the base image or of the mirror's source; ghcr.io is not involved.",
    fix: ["docker login docker.io", "Mirror the image to ghcr.io, and build from there"],
    sources: ["https://github.com/docker/docs/issues/21908"],
  },
  {
    id: "ghcr-rate-limit",
    from: "ghcr.io",
    kind: "rate limit",
    isTransient: true,
    host: "ghcr.io or none",
    patterns: [/retry-after: [^\s,]{1,20}, allowed: \d{1,9}\/minute/i],
    example: "toomanyrequests: retry-after: 985.86µs, allowed: 44000/minute",
    cause:
      "ghcr.io received too many requests within a minute, often from everyone who shares an IP address.",
    fix: ["Try again in a minute, with fewer pushes and pulls at once"],
    sources: [
      "https://github.com/falcosecurity/plugins/issues/1069",
      "https://github.com/chainguard-images/images/issues/173",
    ],
  },
  {
    id: "rate-limit",
    from: "one of several registries",
    kind: "rate limit",
    isTransient: true,
    host: "any",
    patterns: [
      /toomanyrequests/i,
      /429 Too Many Requests/i,
      /rate limit (?:was |is )?exceeded/i,
      /HTTP(?:\/[\d.]{1,3})? 429\b/i,
      /status(?: code)?:? 429\b/i,
    ],
    errors: [{ status: 429 }, { code: "TOOMANYREQUESTS" }],
    example: "unexpected status from GET request to https://ghcr.io/v2/: 429 Too Many Requests",
    cause: "The server limits the number of requests; this is not about permissions.",
    fix: ["Wait, then try again with fewer requests at once"],
    sources: ["https://github.com/gardenlinux/gardenlinux/issues/2585"],
  },
];
