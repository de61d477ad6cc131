import { isRateLimit } from "../github/error";
import { isRecord } from "../http/json";
import type { TokenKind } from "./token";

/** Single sign-on, as reported by `X-GitHub-SSO`. */
export type SingleSignOn =
  /** The organization is not accessible until the token is authorized at the address. */
  | { readonly state: "required"; readonly address: string | null }
  /** A list without these organizations, given by ID. */
  | { readonly state: "partial"; readonly organizations: readonly string[] };

/** The facts about a token in the response of `GET /user`. Null is unknown. */
export interface TokenFacts {
  readonly kind: TokenKind;
  /** Whether GitHub recognizes the token. False: it is wrong, expired or revoked. */
  readonly accepted: boolean | null;
  /** The login that the token acts as. */
  readonly account: string | null;
  /** The scopes as GitHub lists them, without implied ones. */
  readonly scopes: readonly string[] | null;
  /** The expiry date, or `never`. */
  readonly expires: Date | "never" | null;
  /** Full days until the expiry; negative afterwards. */
  readonly daysLeft: number | null;
  readonly singleSignOn: SingleSignOn | null;
  /** Whether a rate limit refused the request: then everything else is unknown. */
  readonly rateLimited: boolean;
}

export interface ApiResponse {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body, of any shape. */
  readonly body: unknown;
}

/** Parses the facts about the token that the request was sent with. */
export function tokenFacts(kind: TokenKind, answer: ApiResponse, now: Date): TokenFacts {
  const { status, headers, body } = answer;
  const rateLimited = isRateLimit(status, headers, textOf(body, "message") ?? "");
  const accepted = rateLimited ? null : isAccepted(answer);
  const expires = expiryOf(kind, accepted, headers["github-authentication-token-expiration"]);
  return {
    kind,
    accepted,
    account: status === 200 ? textOf(body, "login") : null,
    scopes: scopesOf(kind, headers["x-oauth-scopes"]),
    expires,
    daysLeft: expires instanceof Date ? daysUntil(expires, now) : null,
    singleSignOn: singleSignOnOf(headers["x-github-sso"]),
    rateLimited,
  };
}

function textOf(body: unknown, key: string): string | null {
  const value = isRecord(body) ? body[key] : undefined;
  return typeof value === "string" && value !== "" ? value : null;
}

function isAccepted({ status, body }: ApiResponse): boolean | null {
  if (status >= 200 && status < 300) return true;
  if (status === 401) return false;
  // An installation has no account, but GitHub recognizes its token.
  const isInstallation = /^Resource not accessible by/i.test(textOf(body, "message") ?? "");
  return status === 403 && isInstallation ? true : null;
}

/**
 * Classic and OAuth tokens have scopes, which the header lists; it may be empty. Other kinds have
 * permissions, which no header lists.
 */
function scopesOf(kind: TokenKind, header: string | undefined): readonly string[] | null {
  if (header === undefined) return null;
  const scopes = header.split(",").flatMap((scope) => (scope.trim() === "" ? [] : [scope.trim()]));
  const mayHaveScopes = kind === "classic" || kind === "OAuth" || kind === "unknown";
  return mayHaveScopes ? scopes : null;
}

const expiryFormat = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (?:UTC|([+-]\d\d):?(\d\d))$/;

/** `2021-09-03 02:34:04 UTC`; `-0700` in place of UTC has been reported. */
function expiryOf(
  kind: TokenKind,
  accepted: boolean | null,
  header: string | undefined,
): Date | "never" | null {
  if (header === undefined) {
    const hasExpiryHeader = kind === "classic" || kind === "OAuth" || kind === "fine-grained";
    return accepted === true && hasExpiryHeader ? "never" : null;
  }
  const [, day, time, hours, minutes] = expiryFormat.exec(header.trim()) ?? [];
  if (day === undefined || time === undefined) return null;
  const zone = hours === undefined ? "Z" : `${hours}:${minutes ?? "00"}`;
  const date = new Date(`${day}T${time}${zone}`);
  // JavaScript treats 31 February as a day in March.
  const [year, month, dayOfMonth] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate();
  return Number.isNaN(date.getTime()) || (dayOfMonth ?? 0) > last ? null : date;
}

function daysUntil(date: Date, now: Date): number {
  return Math.floor((date.getTime() - now.getTime()) / (24 * 60 * 60 * 1000));
}

/** https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api#authenticating-with-saml-sso */
function singleSignOnOf(header: string | undefined): SingleSignOn | null {
  if (header === undefined) return null;
  const [state = "", ...parameters] = header.split(";").map((part) => part.trim());
  const parameter = (name: string): string | undefined =>
    parameters.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
  if (state === "required") {
    const address = parameter("url");
    return { state, address: address !== undefined && isPage(address) ? address : null };
  }
  if (state !== "partial-results") return null;
  const organizations = (parameter("organizations") ?? "").split(",").map((each) => each.trim());
  return { state: "partial", organizations: organizations.filter((each) => each !== "") };
}

/** The page that authorizes the token, if single sign-on blocks it. */
export function signOnAddressIn({ headers }: Pick<ApiResponse, "headers">): string | null {
  const signOn = singleSignOnOf(headers["x-github-sso"]);
  return signOn?.state === "required" ? signOn.address : null;
}

/** Whether an address is safe to print for people to open: https, without invisible characters. */
function isPage(address: string): boolean {
  return /^https:\/\/[\x21-\x7e]+$/.test(address) && URL.canParse(address);
}
