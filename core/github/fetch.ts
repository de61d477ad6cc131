import { HttpFailure } from "../http/failure";
import { parseJson } from "../http/json";
import { sameOrigin } from "../http/origin";
import { send, type HttpAnswer, type HttpOptions, type HttpRequest } from "../http/send";

/** GitHub answers 301 for a repository that was renamed, and 307 while it moves. */
const redirects = new Set([301, 302, 307, 308]);
const maxRedirects = 3;

/** The function that octokit calls to send a request. */
export type GitHubFetch = (
  url: string,
  init: {
    readonly method: HttpRequest["method"];
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
  },
) => Promise<Response>;

/**
 * A fetch that sends requests to the API's origin only, whatever a redirect or a link to the next page
 * says. It does not retry: octokit's plugin does.
 */
export function makeFetch(origin: string, options: HttpOptions): GitHubFetch {
  return async (address, { method, headers, body }) => {
    const text = typeof body === "string" ? body : undefined;
    let url = new URL(address);
    for (let followed = 0; followed <= maxRedirects; followed += 1) {
      if (url.origin !== origin) {
        throw new HttpFailure("redirect", url.host, "not the API's origin, so nothing was sent");
      }
      const request = { method, url, headers, ...(text === undefined ? {} : { body: text }) };
      const answer = await send(request, { ...options, retries: 0 });
      if (!redirects.has(answer.status) || method !== "GET") return toResponse(answer, url);
      const next = sameOrigin(answer.headers.location ?? "", url);
      if (next === undefined) {
        const why = "a redirect to another origin, which was not followed";
        throw new HttpFailure("redirect", url.host, why);
      }
      url = next;
    }
    throw new HttpFailure("redirect", url.host, `more than ${maxRedirects} redirects`);
  };
}

/**
 * A response that octokit can handle, whatever the server sent: octokit's content type parser throws
 * on some values, and octokit prints a body without a message, however deeply nested.
 */
function toResponse({ status, headers, body }: HttpAnswer, url: URL): Response {
  const text = body.toString();
  const isJson = parseJson(text) !== undefined;
  const kept = Object.entries(headers).filter(
    ([name, value]) => name !== "content-type" && isHeader(name, value),
  );
  const type = isJson ? "application/json" : "text/plain; charset=utf-8";
  const isBodyless = status === 204 || status === 205 || status === 304;
  const response = new Response(isBodyless ? null : text, {
    status,
    headers: [...kept, ["content-type", type]],
  });
  return Object.defineProperty(response, "url", { value: url.href });
}

/** Whether `Headers` accepts the pair; it throws on others. */
function isHeader(name: string, value: string): boolean {
  return /^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}
