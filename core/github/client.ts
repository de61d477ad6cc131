import { unknownAnswer, type UnknownAnswer } from "../http/answer";
import { GitHubRateLimit, rateLimitUntil } from "./error";
import { loadOctokit, type OctokitOptions, type PagingOctokit } from "./octokit";
import { pagesOf, RefusedPage } from "./pages";
import { HttpFailure } from "../http/failure";
import { isRecord } from "../http/json";
import type { Place, Refusal } from "../http/refusal";
import { isHeaderSafe, sanitizeServerText, redactValue } from "../http/serverText";

export { GitHubRateLimit };

export interface GitHubClientOptions extends Omit<OctokitOptions, "baseUrl"> {
  /** @default "https://api.github.com" */
  readonly baseUrl?: string;
}

/** GitHub's response, whatever its status. */
export interface ApiAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** A JSON value, or text if the response is not JSON. */
  readonly body: unknown;
  /** Where the status is 400 or more. */
  readonly refusal?: Refusal;
}

/** The response of `GET /user`, to be parsed by pure code. */
export type UserFacts = ({ readonly outcome: "answered" } & ApiAnswer) | UnknownAnswer;

/**
 * Asks GitHub's API as one account. It waits for a rate limit of up to a minute, and retries a GET
 * after a server error.
 */
export class GitHubClient {
  private readonly host: string;
  private octokit: Promise<PagingOctokit> | undefined;
  private user: Promise<UserFacts> | undefined;

  constructor(private readonly options: GitHubClientOptions) {
    this.host = new URL(this.baseUrl()).host;
  }

  /**
   * Sends one request, such as `GET /repos/{owner}/{repo}`. Placeholders are filled from the
   * parameters, each as one path segment. A refusal is returned, not thrown; throws a
   * `GitHubRateLimit` or an `HttpFailure`. The parameters `owner` and `repository` become the
   * refusal's place.
   */
  async ask(route: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<ApiAnswer> {
    const octokit = await this.load();
    return this.toAnswer(parameters, async () => {
      const answer = await octokit.request(route, { ...parameters });
      const body: unknown = answer.data;
      return { status: answer.status, headers: textHeaders(answer.headers), body };
    });
  }

  /** The items of all pages of a list. The first refusal ends the list and is returned. */
  async askAll(
    route: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<ApiAnswer & { readonly items: readonly unknown[] }> {
    const octokit = await this.load();
    const items: unknown[] = [];
    const answer = await this.toAnswer(parameters, async () => {
      let last: ApiAnswer = { status: 200, headers: {}, body: [] };
      for await (const page of pagesOf(octokit, route, parameters, this.host)) {
        last = { status: page.status, headers: textHeaders(page.headers), body: page.data };
        items.push(...page.data);
      }
      return last;
    });
    return { ...answer, items: redactValue(items, this.secrets()) };
  }

  /** GitHub's answer about the token and its account, asked once. */
  userFacts(): Promise<UserFacts> {
    return (this.user ??= this.askUser());
  }

  private async askUser(): Promise<UserFacts> {
    try {
      return { outcome: "answered", ...(await this.ask("GET /user")) };
    } catch (error) {
      // The next call asks again.
      this.user = undefined;
      return unknownAnswer(failureMessage(error), error instanceof HttpFailure ? error : undefined);
    }
  }

  private async toAnswer(
    parameters: Readonly<Record<string, unknown>>,
    ask: () => Promise<ApiAnswer>,
  ): Promise<ApiAnswer> {
    try {
      return redactValue(await ask(), this.secrets());
    } catch (error) {
      return this.toRefusal(error instanceof RefusedPage ? error.refusal : error, parameters);
    }
  }

  /** Octokit throws at each status from 400 on. Its error holds the request with the token, so it is dropped here. */
  private toRefusal(error: unknown, parameters: Readonly<Record<string, unknown>>): ApiAnswer {
    const failure = httpFailureIn(error);
    if (failure !== undefined) throw failure;
    const response: unknown = isRecord(error) ? error.response : undefined;
    if (!isRecord(error) || !isRecord(response) || typeof error.status !== "number") {
      throw new HttpFailure("invalid response", this.host, "octokit could not parse the response");
    }
    const { status } = error;
    const headers = isRecord(response.headers) ? textHeaders(response.headers) : {};
    const body = response.data;
    const message = sanitizeServerText(messageIn(body), this.secrets());
    const until = rateLimitUntil(status, headers, message);
    if (until !== undefined) throw new GitHubRateLimit(until, message);
    const refusal: Refusal = {
      server: "GitHub",
      host: this.host,
      status,
      errors: message === "" ? [] : [{ message }],
      text: message,
      place: placeIn(parameters),
    };
    return { ...redactValue({ headers, body }, this.secrets()), status, refusal };
  }

  private load(): Promise<PagingOctokit> {
    const { token } = this.options;
    if (token !== undefined && !isHeaderSafe(token)) {
      const why =
        "the token was not sent: it is empty, or contains whitespace or another character that no token has";
      throw new HttpFailure("not sent", this.host, why);
    }
    return (this.octokit ??= loadOctokit({ ...this.options, baseUrl: this.baseUrl() }));
  }

  private baseUrl(): string {
    return (this.options.baseUrl ?? "https://api.github.com").replace(/\/+$/, "");
  }

  private secrets(): readonly string[] {
    return this.options.token === undefined ? [] : [this.options.token];
  }
}

/** The answer to an optional question; undefined if there is none. */
export async function askIfPossible(
  github: GitHubClient,
  ...question: Parameters<GitHubClient["ask"]>
): Promise<ApiAnswer | undefined> {
  try {
    return await github.ask(...question);
  } catch (error) {
    failureMessage(error);
    return undefined;
  }
}

/** The message of an expected failure. Rethrows any other error: it is a bug. */
export function failureMessage(error: unknown): string {
  if (error instanceof GitHubRateLimit || error instanceof HttpFailure) return error.message;
  throw error;
}

function httpFailureIn(error: unknown): HttpFailure | undefined {
  if (error instanceof HttpFailure) return error;
  // Octokit wraps what our fetch throws as the cause of its own error.
  return isRecord(error) && error.cause instanceof HttpFailure ? error.cause : undefined;
}

function messageIn(body: unknown): string {
  if (typeof body === "string") return body;
  if (!isRecord(body)) return "";
  const errors: readonly unknown[] = Array.isArray(body.errors) ? body.errors : [];
  const parts = [body.message, ...errors.map((each) => (isRecord(each) ? each.message : each))];
  return parts.filter((part) => typeof part === "string").join("; ");
}

function placeIn({ owner, repository }: Readonly<Record<string, unknown>>): Place {
  return {
    ...(typeof owner === "string" ? { owner } : {}),
    ...(typeof repository === "string" ? { repository } : {}),
  };
}

function textHeaders(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === "string" || typeof value === "number" ? [[name, String(value)]] : [],
    ),
  );
}
