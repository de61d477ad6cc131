import { printErrors, type Refusal } from "../http/refusal";
import type { ApiAnswer } from "../github/client";

/** Where the token's owner authorises it, if single sign-on keeps the token out. */
export function signOnAddressIn({ headers }: Pick<ApiAnswer, "headers">): string | null {
  const header = headers["x-github-sso"] ?? "";
  return /^required; url=(https:\/\/[\x21-\x7e]+)$/.exec(header)?.[1] ?? null;
}

/** The finding that names the page. */
export function notSignedOn(owner: string, refusal: Refusal, address: string) {
  return {
    outcome: "fail",
    found: "the token is not authorised for single sign-on",
    says: printErrors(refusal),
    cause: `${owner} wants each token authorised by its owner once.`,
    mend: ["Authorise it there:", address],
  } as const;
}
