import { createHash } from "node:crypto";

import { needsSingleSignOn } from "../world/access";
import type { Account, Token } from "../world/world";
import { sameName } from "../world/world";
import type { Answer } from "./answer";
import { failure } from "./answer";
import type { Call } from "./operation";

const HEADER = "X-GitHub-SSO";

/** For something that lies in one organization (docs.github.com, Authenticating to the REST API). */
export function singleSignOnRefusal(token: Token, organization: string): Answer {
  const what = token.kind === "oauth" ? "OAuth token" : "Personal Access token";
  const request = createHash("sha256").update(token.token).digest("base64url");
  const url = `https://github.com/orgs/${organization}/sso?authorization_request=${request}`;
  const refused = failure(
    403,
    `Resource protected by organization SAML enforcement. You must grant your ${what} access to this organization.`,
  );
  return { ...refused, headers: { [HEADER]: `required; url=${url}` } };
}

/**
 * For a list out of several: those of these accounts that may be shown, and the header that counts
 * the others by their ids.
 */
export function filterBySingleSignOn(
  call: Call,
  accounts: readonly Account[],
): { shown: Account[]; headers: Record<string, string> } {
  const hidden = accounts.filter(({ login }) => needsSingleSignOn(call.world, call.token, login));
  const shown = accounts.filter(
    ({ login }) => !hidden.some((account) => sameName(account.login, login)),
  );
  const ids = hidden.map(({ id }) => id).join(",");
  const headers: Record<string, string> =
    ids === "" ? {} : { [HEADER]: `partial-results; organizations=${ids}` };
  return { shown, headers };
}
