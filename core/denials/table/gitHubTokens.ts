import { settingsPages } from "../../github/settingsPages";
import type { Denial } from "../denial";
import { authorizeToken } from "./ghcrFixes";

const scopes =
  "https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps";
const troubles = "https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api";

/** Refusals by GitHub's API that are about the token. */
export const gitHubTokens: readonly Denial[] = [
  {
    id: "github-single-sign-on",
    from: "GitHub",
    kind: "policy",
    host: "any",
    patterns: [
      /Resource protected by organization SAML enforcement/i,
      /organization has enabled or enforced SAML SSO/i,
    ],
    example:
      "403 Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization. []",
    cause: "The organization requires single sign-on, and the token is not authorized for it.",
    fix: [
      "Open the address in the response header X-GitHub-SSO",
      authorizeToken,
      "For the token of the gh command: gh auth login",
    ],
    sources: [
      "https://github.com/jhu-bids/TermHub/issues/935",
      "https://github.com/cli/cli/issues/2661",
      "https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api",
    ],
  },
  {
    id: "github-classic-forbidden",
    from: "GitHub",
    kind: "policy",
    host: "any",
    patterns: [
      /forbids access via a personal access tokens? \(classic\)/i,
      /Personal access tokens \(classic\) are forbidden from accessing this repository/i,
    ],
    example:
      "403 `octo` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a personal access token with fine-grained permissions.",
    cause:
      "The organization does not accept classic tokens, and ghcr.io does not accept fine-grained ones, so only a workflow's GITHUB_TOKEN can publish.",
    fix: [
      "Publish from a workflow with permissions: packages: write",
      `Ask an owner of the organization to allow classic tokens: ${settingsPages.organizationTokens}`,
    ],
    sources: [
      "https://github.com/git-town/git-town/issues/4609",
      "https://github.com/refined-github/refined-github/issues/6951",
      "https://github.com/os-climate/os_c_data_commons/issues/366",
    ],
  },
  {
    id: "github-fine-grained-forbidden",
    from: "GitHub",
    kind: "policy",
    host: "any",
    patterns: [/forbids access via a personal access token with fine-grained permissions/i],
    example:
      "`octo` forbids access via a personal access token with fine-grained permissions. Please use a GitHub App, or an OAuth App.",
    cause: "The organization does not accept fine-grained tokens.",
    fix: [
      "Use the token of the gh command, which belongs to an OAuth app: gh auth login",
      `Ask an owner of the organization to allow fine-grained tokens: ${settingsPages.organizationTokens}`,
    ],
    sources: ["https://github.com/mislav/hub/issues/3363"],
  },
  {
    id: "github-token-lives-too-long",
    from: "GitHub",
    kind: "policy",
    host: "any",
    patterns: [/forbids access via a [^.]{1,60} if the token's lifetime is greater than/i],
    example:
      "The 'NixOS' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 90 days. Please adjust your token's lifetime",
    cause: "The token's lifetime is longer than the organization allows.",
    fix: ["Shorten the token's lifetime at the address in the message, or create a new token"],
    sources: [
      "https://github.com/NixOS/org/issues/247",
      "https://github.com/HHS/simpler-grants-gov/issues/2547",
    ],
  },
  {
    id: "github-address-not-allowed",
    from: "GitHub",
    kind: "policy",
    host: "any",
    patterns: [
      /IP allow list enabled, and (?:your IP address|\d{1,3}\.[\d.]{1,12}) is not permitted/i,
    ],
    example:
      "403 Although you appear to have the correct authorization credentials, the `octo` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.",
    cause:
      "The organization allows access only from listed IP addresses; the token itself is valid.",
    fix: ["Run it from a listed address, or ask an owner of {owner} to add this one"],
    sources: ["https://docs.frappe.io/cloud/custom-apps/common-issues/github-ip-allow-list"],
  },
  {
    id: "github-two-factor",
    from: "GitHub",
    kind: "policy",
    host: "any",
    patterns: [/Must specify two-factor authentication OTP code/i],
    example: "401 Must specify two-factor authentication OTP code.",
    cause: "A password was sent, but the account uses two-factor authentication.",
    fix: [`Use a token instead of the password: ${settingsPages.tokens}`],
    sources: [
      "https://github.com/clockfort/GitHub-Backup/issues/36",
      "https://github.com/hub4j/github-api/issues/641",
    ],
  },
  {
    id: "github-bad-credentials",
    from: "GitHub",
    kind: "authorization",
    host: "any",
    // Other systems say 'Bad credentials' as well: it is GitHub's only with GitHub beside it.
    patterns: [
      /api\.github\.com[^\s]{0,200} 401 Bad credentials/i,
      /\/api\/v3\/[^\s]{0,200} 401 Bad credentials/i,
      /401 Bad credentials \[\]/i,
      /HttpError: Bad credentials/i,
      /HTTP 401: Bad credentials/i,
      /Bad credentials \(HTTP 401\)/i,
      /Bad credentials - https:\/\/docs\.github\.com/i,
      /"message": ?"Bad credentials"/i,
    ],
    errors: [{ server: "GitHub", status: 401, message: /^Bad credentials$/i }],
    example: "error: GET https://api.github.com/user: 401 Bad credentials []",
    cause: "The token is mistyped, expired or revoked, or was copied with a space or newline.",
    fix: [
      `Create a new token: ${settingsPages.tokens}`,
      "Set the token again, without spaces or newlines",
    ],
    sources: [troubles],
  },
  {
    id: "github-no-login",
    from: "GitHub",
    kind: "authorization",
    host: "any",
    patterns: [
      /api\.github\.com[^\s]{0,200} 401 Requires authentication/i,
      /"message": ?"Requires authentication"/i,
      /HttpError: Requires authentication/i,
      /Requires authentication \(HTTP 401\)/i,
    ],
    errors: [{ server: "GitHub", status: 401, message: /^Requires authentication$/i }],
    example:
      '{"message":"Requires authentication","documentation_url":"https://docs.github.com/rest","status":"401"}',
    cause: "No token was sent: the setting or variable for it is empty.",
    fix: ["npx pulumi config set --secret github:token", "Or set the variable GITHUB_TOKEN"],
    sources: [troubles],
  },
  {
    id: "github-fine-grained-permission",
    from: "GitHub",
    kind: "authorization",
    host: "any",
    patterns: [/Resource not accessible by personal access token/i],
    example:
      "PUT https://api.github.com/repos/octo/app/actions/permissions: 403 Resource not accessible by personal access token []",
    cause:
      "The fine-grained token lacks a permission or does not include this repository, or this part of GitHub's API does not accept fine-grained tokens.",
    fix: [
      "Add the repository, and the permission named in the response header X-Accepted-GitHub-Permissions: https://github.com/settings/personal-access-tokens",
    ],
    sources: [
      troubles,
      "https://github.com/octokit/octokit.js/issues/2758",
      "https://github.com/JiRaska/open-bank-oss/pull/4816",
    ],
  },
  {
    id: "github-integration-permission",
    from: "GitHub",
    kind: "authorization",
    host: "any",
    patterns: [/Resource not accessible by integration/i],
    example:
      "POST https://api.github.com/user/repos: 403 Resource not accessible by integration []",
    cause:
      "The workflow's GITHUB_TOKEN or the GitHub App's token lacks the permission; GITHUB_TOKEN can never create repositories or secrets.",
    fix: [
      "Add the permission to the workflow's job, for example permissions: packages: write",
      "To manage repositories and secrets, use a personal access token",
    ],
    sources: [
      "https://github.com/integrations/terraform-provider-github/issues/2226",
      "https://github.com/softprops/turnstyle/pull/40",
    ],
  },
  {
    id: "github-scope",
    from: "GitHub",
    kind: "authorization",
    host: "any",
    patterns: [
      /You need at least [a-z_:]{2,30} scope/i,
      /requires one of the following scopes: \[/i,
      /This API operation needs the "[a-z_:]{2,30}" scope/i,
      /token has not been granted the required scopes/i,
    ],
    example:
      "Your token has not been granted the required scopes to execute this query. The 'email' field requires one of the following scopes: ['user:email', 'read:user'], but your token has only been granted the: ['repo'] scopes.",
    cause: "The classic or OAuth token lacks the scope named in the message.",
    fix: [
      `Select the scope: ${settingsPages.tokens}`,
      "For the token of the gh command: gh auth refresh -h github.com --scopes read:packages,write:packages",
    ],
    sources: ["https://github.com/mntnr/name-your-contributors/issues/67", scopes],
  },
  {
    id: "github-workflow-scope",
    from: "GitHub",
    kind: "authorization",
    host: "any",
    patterns: [
      /refusing to allow (?:a (?:Personal Access Token|GitHub App)|an (?:OAuth App|integration)) to create or update workflow/i,
      // The provider meets a plain 404 where the scope is missing.
      /PUT https:[^\s]{1,300}\/contents\/\.github\/workflows\/[^\s]{1,200} 404 Not Found/i,
    ],
    example:
      "! [remote rejected] main -> main (refusing to allow a Personal Access Token to create or update workflow `.github/workflows/release.yml` without `workflow` scope)",
    cause:
      "Changing files in .github/workflows requires the scope workflow, which a workflow's GITHUB_TOKEN never has.",
    fix: [
      `Select the scope workflow: ${settingsPages.tokens}`,
      "For the token of the gh command: gh auth refresh -h github.com --scopes workflow",
      "For a fine-grained token, set the permission Workflows to Read and write",
    ],
    sources: [
      "https://github.com/integrations/terraform-provider-github/issues/762",
      "https://github.com/flashcatcloud/categraf/issues/34",
      "https://github.com/peter-evans/create-pull-request/issues/3558",
    ],
  },
];
