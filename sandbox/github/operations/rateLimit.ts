import { ok } from "../answer";
import type { Operations } from "../operation";

/** Searches per minute, with a token and without. There is no search here, so none are used. */
const SEARCHES = 30;
const ANONYMOUS_SEARCHES = 10;

export const rateLimitOperations: Operations = {
  "rate-limit/get": {
    route: "GET /rate_limit",
    scopes: [],
    anonymous: true,
    handle: ({ rate, token }) => {
      const limit = token === null ? ANONYMOUS_SEARCHES : SEARCHES;
      const search = { limit, used: 0, remaining: limit, reset: rate.reset };
      return ok({ resources: { core: rate, search }, rate });
    },
  },
};
