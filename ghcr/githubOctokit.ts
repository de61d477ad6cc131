import type { Octokit } from "@octokit/core";
import type { PaginateInterface } from "@octokit/plugin-paginate-rest";
import { makeFetch } from "./githubFetch";
import { HttpFailure } from "./http/failure";
import type { HttpOptions } from "./http/send";

export interface OctokitOptions {
  readonly token?: string;
  readonly baseUrl: string;
  readonly http?: HttpOptions;
  /** The longest wait for a rate limit; it is waited for twice at most. @default 60 */
  readonly longestWaitSeconds?: number;
  /** How long a second of waiting lasts. A test makes it short. @default 1000 */
  readonly secondMilliseconds?: number;
}

export type PagingOctokit = Octokit & { readonly paginate: PaginateInterface };

const silent = (): void => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };

let clients = 0;

/** Octokit is loaded when the first question is asked: a program that asks none need not wait. */
export async function loadOctokit({
  token,
  baseUrl,
  http = {},
  longestWaitSeconds = 60,
  secondMilliseconds = 1000,
}: OctokitOptions): Promise<PagingOctokit> {
  const [{ Octokit: Core }, { throttling }, { retry }, { paginateRest }] = await Promise.all([
    import("@octokit/core"),
    import("@octokit/plugin-throttling"),
    import("@octokit/plugin-retry"),
    import("@octokit/plugin-paginate-rest"),
  ]);
  clients += 1;
  const wait = (seconds: number, _options: object, _octokit: Octokit, waited: number): boolean =>
    seconds <= longestWaitSeconds && waited < 2;
  const Complete = Core.plugin(onlyWorthy, throttling, retry, paginateRest);
  return new Complete({
    ...(token === undefined ? {} : { auth: token }),
    baseUrl,
    userAgent: "pulumi-ghcr",
    log,
    request: { fetch: makeFetch(new URL(baseUrl).origin, http), log },
    throttle: {
      // The plugin keeps one queue for all clients of one name.
      id: `pulumi-ghcr-${clients}`,
      onRateLimit: wait,
      onSecondaryRateLimit: wait,
      retryAfterBaseValue: secondMilliseconds,
    },
    // 429 is the throttling's to wait for; after that it stands.
    retry: {
      retries: 2,
      doNotRetry: [400, 401, 403, 404, 405, 409, 410, 422, 429, 451, 501],
      retryAfterBaseValue: secondMilliseconds,
    },
  });
}

/** Keeps the retries to what is safe and may help: a GET that a server or a broken line failed. */
function onlyWorthy(octokit: Octokit): Record<string, never> {
  octokit.hook.error("request", (error, options) => {
    const { cause } = error;
    const isHopeless = cause instanceof HttpFailure && cause.kind !== "reset";
    if (options.method !== "GET" || isHopeless)
      options.request = { ...options.request, retries: 0 };
    throw error;
  });
  return {};
}
