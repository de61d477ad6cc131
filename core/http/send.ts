import { setTimeout as sleep } from "node:timers/promises";
import { request as undiciRequest, type Dispatcher } from "undici";
import { sharedDispatchers, type Dispatchers } from "./dispatcher";
import { failureOf, HttpFailure } from "./failure";
import { isLoopback } from "./origin";
import { isTransient, canRepeat, retryAfter } from "./retry";

export interface HttpRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether sending it twice does no harm. Always true of GET and HEAD. */
  readonly isRepeatable?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  /** By name in lower case; repeated headers are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface HttpOptions {
  readonly dispatchers?: Dispatchers;
  /** The longest pause before and within the response. @default 20 seconds */
  readonly idleMilliseconds?: number;
  /** The total time with all retries, waits and the complete body. @default 60 seconds */
  readonly timeoutMilliseconds?: number;
  /** The largest body of a successful response. @default four megabytes */
  readonly maxBodyBytes?: number;
  /** The number of retries. @default 2 */
  readonly retries?: number;
  /** The wait before the first retry, doubled for each further one. @default half a second */
  readonly retryMilliseconds?: number;
  /** The longest wait that a server may request. @default 20 seconds */
  readonly maxWaitMilliseconds?: number;
}

/** The specification requires registries to accept manifests of up to four megabytes. */
export const maxManifestBytes = 4 * 1024 * 1024;

/** The part of an unsuccessful response that is read; the rest may never end. */
const maxRefusalBytes = 64 * 1024;

/**
 * Sends a request and reads its response within limits of time and size. It follows no redirects and
 * requests no compression. It retries only transient failures: a reset connection, 502, 503, 504, and
 * 429 if the wait is short.
 */
export async function send(request: HttpRequest, options: HttpOptions = {}): Promise<HttpAnswer> {
  const { url } = request;
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    throw new HttpFailure("not sent", url.host, `${url.protocol} is not allowed for a remote host`);
  }
  const { timeoutMilliseconds: timeout = 60_000 } = options;
  const abort = new AbortController();
  const timer = setTimeout(() => {
    abort.abort();
  }, timeout);
  try {
    return await sendWithRetries(request, options, abort.signal, Date.now() + timeout);
  } catch (error) {
    if (abort.signal.aborted) {
      throw new HttpFailure("timeout", url.host, `no complete response within ${timeout / 1000} s`);
    }
    throw failureOf(error, url.host);
  } finally {
    clearTimeout(timer);
  }
}

async function sendWithRetries(
  request: HttpRequest,
  options: HttpOptions,
  signal: AbortSignal,
  end: number,
): Promise<HttpAnswer> {
  const { retries = 2, retryMilliseconds = 500, maxWaitMilliseconds = 20_000 } = options;
  for (let attempt = 0; ; attempt += 1) {
    const result = await sendOnce(request, options, signal).catch((error: unknown) => {
      if (signal.aborted) throw error;
      return failureOf(error, request.url.host);
    });
    const requestedWait =
      result instanceof HttpFailure ? undefined : retryAfter(result.headers["retry-after"]);
    const wait = requestedWait ?? retryMilliseconds * 2 ** attempt;
    const shouldRetry =
      attempt < retries &&
      canRepeat(request) &&
      isTransient(result) &&
      wait <= maxWaitMilliseconds &&
      Date.now() + wait < end;
    if (shouldRetry) {
      await sleep(wait, undefined, { signal });
    } else if (result instanceof HttpFailure) {
      throw result;
    } else {
      return result;
    }
  }
}

async function sendOnce(
  { method, url, headers, body }: HttpRequest,
  options: HttpOptions,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { idleMilliseconds: idle = 20_000, maxBodyBytes = maxManifestBytes } = options;
  const answer = await undiciRequest(url, {
    method,
    headers: { "accept-encoding": "identity", "user-agent": "pulumi-ghcr", ...headers },
    body: body ?? null,
    dispatcher: (options.dispatchers ?? sharedDispatchers()).dispatcherFor(url),
    signal,
    headersTimeout: idle,
    bodyTimeout: idle,
  });
  const { statusCode: status } = answer;
  const isSuccess = status >= 200 && status < 300;
  const content = await readBody(answer, isSuccess ? maxBodyBytes : maxRefusalBytes, isSuccess);
  if (status < 200 || status > 599) {
    throw new HttpFailure(
      "invalid response",
      url.host,
      `the status ${status} is not a valid HTTP status`,
    );
  }
  if (content === undefined) {
    const why = `the response is larger than ${maxBodyBytes} bytes`;
    throw new HttpFailure("invalid response", url.host, why);
  }
  const all = plainHeaders(answer.headers);
  const encoding = all["content-encoding"] ?? "identity";
  if (encoding === "identity" || content.length === 0)
    return { status, headers: all, body: content };
  // It was not requested, and may decompress to any size.
  if (isSuccess)
    throw new HttpFailure(
      "invalid response",
      url.host,
      "the response is compressed, which was not requested",
    );
  return { status, headers: all, body: Buffer.from("(a compressed text)") };
}

/** The body. One that is too large is truncated, or undefined if it must be complete. */
async function readBody(
  { body }: Dispatcher.ResponseData,
  maxBytes: number,
  isCompleteRequired: boolean,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop closes the stream and its connection.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    chunks.push(chunk);
    if (size > maxBytes) {
      return isCompleteRequired ? undefined : Buffer.concat(chunks).subarray(0, maxBytes);
    }
  }
  return Buffer.concat(chunks);
}

function plainHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [[name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}
