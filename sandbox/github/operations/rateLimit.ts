import { ok } from "../answer";
import type { Operations } from "../operation";

export const rateLimitOperations: Operations = {
  "rate-limit/get": {
    route: "GET /rate_limit",
    scopes: [],
    anonymous: true,
    handle: ({ rate }) => ok({ resources: { core: rate, search: rate }, rate }),
  },
};
