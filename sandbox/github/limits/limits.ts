import { z } from "zod";

/**
 * GitHub's limits (docs.github.com, Rate limits for the REST API). It describes the 900 points both
 * as "to a single endpoint" and "for REST API endpoints": here they apply to all together, which is
 * stricter.
 */
export const PUBLISHED = {
  requestsPerHour: 5000,
  anonymousRequestsPerHour: 60,
  /** For a GITHUB_TOKEN, per repository. */
  workflowRequestsPerHour: 1000,
  concurrent: 100,
  pointsPerMinute: 900,
  creationsPerMinute: 80,
  creationsPerHour: 500,
} as const;

export type Limit = keyof typeof PUBLISHED;

/** Null if it is off. */
export type Limits = Record<Limit, number | null> & {
  /** The status of a refusal: GitHub's documentation names both. */
  status: 403 | 429;
};

/** The default: no limits. */
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

/** `true` is GitHub's number. */
const limit = z.union([z.literal(true), z.int().min(0), z.null()], {
  error: "true (GitHub's own number), a whole number, or null (off)",
});

/** Sets all limits: omitted ones are off. */
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
