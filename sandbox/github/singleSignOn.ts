import { createHash } from "node:crypto";

import { needsSingleSignOn } from "../world/access";
import type { Account, Token } from "../world/world";
import { isSameName } from "../world/world";
import type { Answer } from "./answer";
import { failure } from "./answer";
import type { Call } from "./operation";

const HEADER = "X-GitHub-SSO";

/**
 * The refusal for a resource of one organization (docs.github.com, Authenticating to the REST API).
 */
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
 * For a list across organizations: the accounts that can be shown, and the header that names
 * the ids of the others.
 */
export function filterBySingleSignOn(
  call: Call,
  accounts: readonly Account[],
): { shown: Account[]; headers: Record<string, string> } {
  const hidden = accounts.filter(({ login }) => needsSingleSignOn(call.world, call.token, login));
  const shown = accounts.filter(
    ({ login }) => !hidden.some((account) => isSameName(account.login, login)),
  );
  const ids = hidden.map(({ id }) => id).join(",");
  const headers: Record<string, string> =
    ids === "" ? {} : { [HEADER]: `partial-results; organizations=${ids}` };
  return { shown, headers };
}
