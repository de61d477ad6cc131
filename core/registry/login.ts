import { parseRecord } from "../http/json";
import { send, type HttpAnswer, type HttpOptions, type HttpRequest } from "../http/send";
import { basicCredentials, isHeaderSafe } from "../http/serverText";
import { bearerChallenge } from "./challenge";
import {
  refusalIn,
  RegistryFailure,
  RegistryRefusal,
  UnusableChallenge,
  type Target,
} from "./refusal";

export interface Login {
  readonly username: string;
  readonly token: string;
}

export interface LoginOptions {
  readonly http?: HttpOptions;
  /**
   * Whether a registry's token service may be at another host, as it is for Docker Hub and GitLab. A
   * token for ghcr.io is never sent to another host.
   *
   * @default false
   */
  readonly mayLoginElsewhere?: boolean;
}

const maxTokenLength = 64 * 1024;

/**
 * Sends a login to the registry's token service, and gets an opaque bearer token for one scope.
 */
export class TokenService {
  constructor(
    private readonly origin: string,
    private readonly login: Login | undefined,
    private readonly options: LoginOptions,
    /** Removes the login's secrets from a server's text. */
    private readonly redact: (text: string | Buffer) => string,
  ) {}

  /** Answers a registry's challenge. `docker login` requests an empty scope. */
  async getBearer(refused: HttpAnswer, scope: string, target: Target): Promise<string> {
    const challenge = refused.headers["www-authenticate"] ?? "";
    const offered = bearerChallenge(challenge);
    const realm = offered?.parameters.get("realm");
    if (realm === undefined || !URL.canParse(realm)) {
      const answer = { status: 401, body: challenge };
      throw new UnusableChallenge(refusalIn(answer, target, this.redact), target);
    }
    const url = new URL(realm);
    if (!this.isTrustedRealm(url)) {
      const place = this.redact(url.origin);
      const why = `the registry requests the login at another address, ${place}`;
      throw new RegistryFailure(`${target.label}: ${why}`);
    }
    const service = offered?.parameters.get("service");
    const parameters = {
      ...(service === undefined ? {} : { service }),
      ...(scope === "" ? {} : { scope }),
    };
    return this.readBearer(await this.requestBearer(url, parameters), target);
  }

  /** Whether the login may be sent to the address: the registry's origin, or if allowed another over https. */
  private isTrustedRealm(url: URL): boolean {
    if (url.username !== "" || url.password !== "") return false;
    if (url.origin === this.origin) return true;
    return this.options.mayLoginElsewhere === true && url.protocol === "https:";
  }

  /** By GET, as docker login and crane do, or if that is answered with 404 or 405, by a POST form. */
  private async requestBearer(
    url: URL,
    parameters: Readonly<Record<string, string>>,
  ): Promise<HttpAnswer> {
    const { http } = this.options;
    const get = new URL(url);
    for (const [key, value] of Object.entries(parameters)) get.searchParams.set(key, value);
    const headers: Record<string, string> =
      this.login === undefined ? {} : { authorization: `Basic ${basicCredentials(this.login)}` };
    const answer = await send({ method: "GET", url: get, headers }, http);
    const isForm = this.login !== undefined && (answer.status === 404 || answer.status === 405);
    return isForm ? send(this.formRequest(url, parameters), http) : answer;
  }

  /** https://distribution.github.io/distribution/spec/auth/oauth/ */
  private formRequest(url: URL, parameters: Readonly<Record<string, string>>): HttpRequest {
    const { username = "", token: password = "" } = this.login ?? {};
    const fields = {
      grant_type: "password",
      client_id: "pulumi-ghcr",
      ...parameters,
      username,
      password,
    };
    return {
      method: "POST",
      url,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields).toString(),
      // It creates a bearer token, which expires.
      isRepeatable: true,
    };
  }

  private readBearer(response: HttpAnswer, target: Target): string {
    const body = response.status === 200 ? parseRecord(response.body.toString()) : {};
    // An OAuth service returns an access_token; some return both for older clients.
    const bearer = [body.token, body.access_token].find(
      (value): value is string => typeof value === "string" && value !== "",
    );
    if (bearer === undefined) {
      throw new RegistryRefusal(refusalIn(response, target, this.redact), target);
    }
    if (bearer.length > maxTokenLength || !isHeaderSafe(bearer)) {
      const why = "the registry returned a bearer token that no header can carry";
      throw new RegistryFailure(`${target.label}: ${why}`);
    }
    return bearer;
  }
}
