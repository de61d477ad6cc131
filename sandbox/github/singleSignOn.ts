import { createHash } from "node:crypto";

import type { Account, Token } from "../world/world";
import type { Answer } from "./answer";
import { failure } from "./answer";

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

/** For a list across organizations: the header that names those whose items are left out. */
export function partialResults(organizations: readonly Account[]): Record<string, string> {
  const ids = organizations.map(({ id }) => id).join(",");
  return ids === "" ? {} : { [HEADER]: `partial-results; organizations=${ids}` };
}
