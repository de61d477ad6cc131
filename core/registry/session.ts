import { send, type HttpAnswer, type HttpRequest } from "../http/send";
import { sanitizeServerText, redactValue, secretsOf } from "../http/serverText";
import { bearerChallenge } from "./challenge";
import { TokenService, type Login, type LoginOptions } from "./login";
import { refusalIn, RegistryRefusal, type Target } from "./refusal";

export interface RegistryRequest extends HttpRequest {
  /** `repository:owner/image:pull`; empty for a login alone. */
  readonly scope: string;
  readonly target: Target;
  /** A shorter timeout than usual. */
  readonly timeoutMilliseconds?: number;
}

/**
 * The requests of one account, or of an anonymous client, to one registry. A bearer token is requested
 * once per scope, also by concurrent requests, and once more after a 401. A first request without a
 * package finds out whether a login is required: each package is then requested only once, which matters
 * for rate limits.
 */
export class Session {
  private readonly bearers = new Map<string, Promise<string>>();
  private readonly secrets: Set<string>;
  private readonly service: TokenService;
  /** The registry's refusal of requests without a bearer; undefined if it requires no login. */
  private anonymousRefusal: Promise<HttpAnswer | undefined> | undefined;

  constructor(
    private readonly origin: string,
    login: Login | undefined,
    private readonly options: LoginOptions,
  ) {
    this.secrets = new Set(login === undefined ? [] : secretsOf(login));
    this.service = new TokenService(origin, login, options, (text) => this.redact(text));
  }

  /** The response, whatever its status. Throws if there is none, or no bearer token. */
  async ask(request: RegistryRequest): Promise<HttpAnswer> {
    const refused = await this.readAnonymousRefusal();
    const cached = this.bearers.get(request.scope);
    if (cached === undefined && refused !== undefined)
      return this.askWithNewBearer(refused, request);
    const answer = await this.send(request, await cached);
    if (answer.status !== 401) return answer;
    const isStale = cached !== undefined && this.bearers.get(request.scope) === cached;
    if (isStale) this.bearers.delete(request.scope);
    // A registry with an open root may require a login for its packages.
    this.anonymousRefusal = Promise.resolve(answer);
    return this.send(request, await this.getBearer(answer, request));
  }

  /** If it fails, all waiting requests fail, and the next one asks again. */
  private readAnonymousRefusal(): Promise<HttpAnswer | undefined> {
    this.anonymousRefusal ??= this.askAnonymously().catch((error: unknown) => {
      this.anonymousRefusal = undefined;
      throw error;
    });
    return this.anonymousRefusal;
  }

  private async askAnonymously(): Promise<HttpAnswer | undefined> {
    const url = new URL("/v2/", this.origin);
    const answer = await send({ method: "GET", url }, this.options.http);
    return answer.status === 401 ? answer : undefined;
  }

  /** Asks with a bearer from the known token service, which another package may not use. */
  private async askWithNewBearer(
    refused: HttpAnswer,
    request: RegistryRequest,
  ): Promise<HttpAnswer> {
    const pending = this.getBearer(refused, request);
    const failure = await pending.then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    // A registry may require a login for one package but not for another.
    const answer = await this.send(request, failure === undefined ? await pending : undefined);
    if (answer.status !== 401) return answer;
    if (isSameService(refused, answer)) {
      if (failure !== undefined) throw failure.error;
      return answer;
    }
    if (this.bearers.get(request.scope) === pending) this.bearers.delete(request.scope);
    return this.send(request, await this.getBearer(answer, request));
  }

  /** Whether the registry required a login for this scope and accepted it. */
  hasBearer(scope: string): boolean {
    return this.bearers.has(scope);
  }

  /** The response, if it has the expected status; throws the refusal otherwise. */
  async askOrThrow(request: RegistryRequest, expectedStatus = 200): Promise<HttpAnswer> {
    const answer = await this.ask(request);
    if (answer.status !== expectedStatus) throw this.refusal(answer, request.target);
    return answer;
  }

  refusal(answer: HttpAnswer, target: Target): RegistryRefusal {
    const redact = (text: string | Buffer): string => this.redact(text);
    return new RegistryRefusal(refusalIn(answer, target, redact), target);
  }

  /** A server's text without this session's secrets. */
  redact(received: string | Buffer): string {
    return sanitizeServerText(received, this.secrets);
  }

  /** A server's value without this session's secrets. */
  redactValue<Value>(value: Value): Value {
    return redactValue(value, this.secrets);
  }

  private send(
    { headers, timeoutMilliseconds, ...request }: RegistryRequest,
    bearer: string | undefined,
  ): Promise<HttpAnswer> {
    const all: Record<string, string> = { ...headers };
    if (bearer !== undefined) all.authorization = `Bearer ${bearer}`;
    const { http } = this.options;
    const options = timeoutMilliseconds === undefined ? http : { ...http, timeoutMilliseconds };
    return send({ ...request, headers: all }, options);
  }

  private getBearer(refused: HttpAnswer, { scope, target }: RegistryRequest): Promise<string> {
    const cached = this.bearers.get(scope);
    if (cached !== undefined) return cached;
    const pending = this.service.getBearer(refused, scope, target).then((bearer) => {
      this.secrets.add(bearer);
      return bearer;
    });
    this.bearers.set(scope, pending);
    // All waiting requests share a failure, and the next one asks again.
    pending.catch(() => {
      if (this.bearers.get(scope) === pending) this.bearers.delete(scope);
    });
    return pending;
  }
}

function isSameService(one: HttpAnswer, other: HttpAnswer): boolean {
  const [first, second] = [one, other].map(
    ({ headers }) => bearerChallenge(headers["www-authenticate"] ?? "")?.parameters,
  );
  return ["realm", "service"].every((name) => first?.get(name) === second?.get(name));
}
