import { z } from "zod";

/**
 * What GitHub publishes (docs.github.com, Rate limits for the REST API). It says of the 900 points
 * both "to a single endpoint" and "for REST API endpoints": counted here over all of them, which is
 * the harder of the two.
 */
export const PUBLISHED = {
  requestsPerHour: 5000,
  anonymousRequestsPerHour: 60,
  /** A GITHUB_TOKEN's, for each repository. */
  workflowRequestsPerHour: 1000,
  concurrent: 100,
  pointsPerMinute: 900,
  creationsPerMinute: 80,
  creationsPerHour: 500,
} as const;

export type Limit = keyof typeof PUBLISHED;

/** Null where it is off. */
export type Limits = Record<Limit, number | null> & {
  /** What a refusal says: GitHub's documentation names both. */
  status: 403 | 429;
};

/** Everything works as fast as it can, until a test or a benchmark wants it otherwise. */
export const NO_LIMITS: Limits = {
  requestsPerHour: null,
  anonymousRequestsPerHour: null,
  workflowRequestsPerHour: null,
  concurrent: null,
  pointsPerMinute: null,
  creationsPerMinute: null,
  creationsPerHour: null,
  status: 403,
};

/** `true` is GitHub's own number. */
const limit = z.union([z.literal(true), z.int().min(0), z.null()], {
  error: "true (GitHub's own number), a whole number, or null (off)",
});

/** All of them at once: what is not named is off. */
export const limitsSchema = z
  .strictObject({
    requestsPerHour: limit.optional(),
    anonymousRequestsPerHour: limit.optional(),
    workflowRequestsPerHour: limit.optional(),
    concurrent: limit.optional(),
    pointsPerMinute: limit.optional(),
    creationsPerMinute: limit.optional(),
    creationsPerHour: limit.optional(),
    status: z.union([z.literal(403), z.literal(429)]).optional(),
  })
  .transform(({ status, ...requested }): Limits => {
    const limits: Limits = { ...NO_LIMITS, status: status ?? NO_LIMITS.status };
    for (const name of Object.keys(requested) as Limit[]) {
      const value = requested[name] ?? null;
      limits[name] = value === true ? PUBLISHED[name] : value;
    }
    return limits;
  });
