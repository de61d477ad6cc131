import { makeFetch } from "./fetch";
import { HttpFailure } from "../http/failure";
import type { HttpOptions } from "../http/send";

export interface OctokitOptions {
  readonly token?: string;
  readonly baseUrl: string;
  readonly http?: HttpOptions;
  /** How many milliseconds a second of waiting takes; tests shorten it. @default 1000 */
  readonly secondMilliseconds?: number;
}

export interface OctokitAnswer {
  readonly status: number;
  readonly headers: object;
  readonly data: unknown;
}

export interface OctokitRequest {
  (route: string, parameters: Record<string, unknown>): Promise<OctokitAnswer>;
  (options: object): Promise<OctokitAnswer>;
  readonly endpoint: (route: string, parameters: Record<string, unknown>) => object;
}

/**
 * The part of octokit that is used. Octokit's own types include GitHub's complete API description, and
 * Pulumi type-checks a program before its first run: that took four seconds more.
 * tests/core/github/octokit.test.ts compares these types with octokit's.
 */
export interface PagingOctokit {
  readonly request: OctokitRequest;
  readonly paginate: {
    iterator(request: object, parameters: object): AsyncIterable<OctokitAnswer>;
  };
}

type Plugin = (octokit: never, options: never) => object;

interface Core {
  plugin(...plugins: Plugin[]): new (options: object) => PagingOctokit;
}

interface Hooks {
  readonly hook: {
    error(
      name: "request",
      hook: (error: Error, options: { method: string; request?: object }) => never,
    ): void;
  };
}

const silent = (): void => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };

/** Hides the package's name from the compiler, which would load its types. */
function importPackage(name: string): Promise<unknown> {
  return import(name);
}

/** Loads octokit with the first question: a program that asks none does not wait for it. */
export async function loadOctokit(options: OctokitOptions): Promise<PagingOctokit> {
  const [{ Octokit }, { throttling }, { retry }, { paginateRest }] = await Promise.all([
    importPackage("@octokit/core") as Promise<{ Octokit: Core }>,
    importPackage("@octokit/plugin-throttling") as Promise<{ throttling: Plugin }>,
    importPackage("@octokit/plugin-retry") as Promise<{ retry: Plugin }>,
    importPackage("@octokit/plugin-paginate-rest") as Promise<{ paginateRest: Plugin }>,
  ]);
  const Complete = Octokit.plugin(limitRetries, throttling, retry, paginateRest);
  return new Complete(completeOptions(options));
}

/** The longest wait for a rate limit, at most twice. */
const maxWaitSeconds = 60;

let clients = 0;

/** The options of octokit and its plugins. */
function completeOptions({ token, baseUrl, http = {}, secondMilliseconds = 1000 }: OctokitOptions) {
  clients += 1;
  const shouldWait = (
    seconds: number,
    _options: object,
    _octokit: object,
    retryCount: number,
  ): boolean => seconds <= maxWaitSeconds && retryCount < 2;
  return {
    ...(token === undefined ? {} : { auth: token }),
    baseUrl,
    userAgent: "pulumi-ghcr",
    log,
    request: { fetch: makeFetch(new URL(baseUrl).origin, http), log },
    throttle: {
      // The plugin has one queue for all clients with the same id.
      id: `pulumi-ghcr-${clients}`,
      onRateLimit: shouldWait,
      onSecondaryRateLimit: shouldWait,
      retryAfterBaseValue: secondMilliseconds,
    },
    // The throttling plugin waits for 429; after that it is final.
    retry: {
      retries: 2,
      doNotRetry: [400, 401, 403, 404, 405, 409, 410, 422, 429, 451, 501],
      retryAfterBaseValue: secondMilliseconds,
    },
  };
}

/** Limits retries to safe ones that may help: a GET that failed at the server or by a reset. */
export function limitRetries(octokit: Hooks): Record<string, never> {
  octokit.hook.error("request", (error, options) => {
    const { cause } = error;
    const isPermanent = cause instanceof HttpFailure && cause.kind !== "reset";
    if (options.method !== "GET" || isPermanent) {
      options.request = { ...options.request, retries: 0 };
    }
    throw error;
  });
  return {};
}
