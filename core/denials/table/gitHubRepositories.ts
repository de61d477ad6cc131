import { settingsPages } from "../../github/settingsPages";
import type { Denial } from "../denial";

const troubles = "https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api";

/** Refusals by GitHub's API and by git that are about a repository. */
export const gitHubRepositories: readonly Denial[] = [
  {
    id: "github-workflow-permissions-conflict",
    from: "GitHub",
    kind: "policy",
    host: "any",
    patterns: [/\/actions\/permissions(?:\/workflow|\/selected-actions)?"?: 409\b/i],
    example: "PUT https://api.github.com/repos/octo/app/actions/permissions/workflow: 409  []",
    cause:
      "The organization or enterprise sets this for all its repositories and does not allow another value.",
    fix: [
      "Set workflowPermissions to the organization's value; to publish, permissions: packages: write in the job is enough",
      `Ask an owner of the organization to change it: ${settingsPages.organizationActions}`,
    ],
    sources: [
      "https://github.com/integrations/terraform-provider-github/issues/2681",
      "https://github.com/integrations/terraform-provider-github/issues/1558",
      "https://docs.github.com/en/rest/actions/permissions",
    ],
  },
  {
    id: "github-no-enterprise",
    from: "GitHub",
    kind: "plan",
    host: "any",
    patterns: [
      /Only organizations associated with an enterprise can set visibility to internal/i,
      /Only organization-owned repositories can have internal visibility/i,
    ],
    example:
      "PATCH https://api.github.com/repos/octo/app: 422 Only organizations associated with an enterprise can set visibility to internal []",
    cause:
      "Only the organizations of an enterprise can have internal repositories, and this account is not one of them.",
    fix: ["Set visibility: private or visibility: public for the repository"],
    sources: [
      "https://github.com/integrations/terraform-provider-github/tree/main/examples/repository_visibility",
      "https://github.com/cli/cli/issues/9464",
    ],
  },
  {
    id: "github-name-exists",
    from: "GitHub",
    kind: "name",
    host: "any",
    patterns: [/name already exists on this account/i],
    example:
      "POST https://api.github.com/user/repos: 422 Repository creation failed. [{Resource:Repository Field:name Code:custom Message:name already exists on this account}]",
    cause: "The repository already exists: it was created by hand or by an interrupted update.",
    fix: [
      "Set create: false for the repository",
      "Or take the existing repository into the stack: set adopt: true",
    ],
    sources: ["https://github.com/zmrlft/GreenWall/issues/72"],
  },
  {
    id: "github-archived",
    from: "GitHub",
    kind: "policy",
    host: "any",
    patterns: [/Repository was archived so is read-only/i],
    example:
      "PUT https://api.github.com/repos/octo/app/actions/secrets/GHCR_TOKEN: 403 Repository was archived so is read-only. []",
    cause: "The repository is archived and accepts no changes; the provider cannot unarchive it.",
    fix: [
      "Unarchive it by hand: https://github.com/{owner}/{repository}/settings",
      "Or remove it from the stack",
    ],
    sources: [
      "https://docs.github.com/en/repositories/archiving-a-github-repository/archiving-repositories",
    ],
  },
  {
    id: "github-no-administrator",
    from: "GitHub",
    kind: "authorization",
    host: "any",
    patterns: [/Must have admin rights to Repository/i, /You must be an org admin or have the/i],
    example:
      "GET https://api.github.com/repos/octo/app/actions/permissions: 403 Must have admin rights to Repository. []",
    cause:
      "The token's account can see the repository or organization, but is not one of its administrators.",
    fix: [
      "Use the token of an administrator: https://github.com/{owner}/{repository}/settings/access",
    ],
    sources: [
      "https://github.com/infrahouse/infrahouse-toolkit/pull/85",
      "https://github.com/rundel/ghclass/issues/144",
    ],
  },
  {
    id: "github-plan",
    from: "GitHub",
    kind: "plan",
    host: "any",
    patterns: [/Upgrade to GitHub (?:Pro|Team|Enterprise)\b/i],
    example: "403 Upgrade to GitHub Pro or make this repository public to enable this feature. []",
    cause: "The account's plan does not include this feature for private repositories.",
    fix: ["Make the repository public, turn the feature off, or upgrade the plan"],
    sources: [
      "https://docs.github.com/en/get-started/learning-about-github/githubs-plans",
      "https://github.com/SoftEtherApp/SoftEther-Web/issues/37",
    ],
  },
  {
    id: "github-no-owner",
    from: "GitHub",
    kind: "name",
    host: "any",
    patterns: [/api\.github\.com\/repos\/\/[^\s]{1,300} 404 Not Found/i],
    example: "GET https://api.github.com/repos//app/actions/secrets/public-key: 404 Not Found []",
    cause:
      "The address has no owner: none is configured, and the provider could not find it from the token.",
    fix: ["npx pulumi config set github:owner OWNER", "Or set owner on github.Provider"],
    sources: [
      "https://github.com/integrations/terraform-provider-github/issues/1736",
      "https://github.com/integrations/terraform-provider-github/issues/1827",
    ],
  },
  {
    id: "github-not-found",
    from: "GitHub",
    kind: "not there",
    host: "any",
    patterns: [
      /api\.github\.com[^\s]{0,300} 404 Not Found/i,
      /\/api\/v3\/[^\s]{0,300} 404 Not Found/i,
      /Not Found \(HTTP 404\)/i,
      /HTTP 404: Not Found \(https:\/\/api\.github\.com/i,
      /Not Found - https:\/\/docs\.github\.com/i,
      /"message": ?"Not Found", ?"documentation_url"/i,
    ],
    errors: [{ server: "GitHub", status: 404, message: /^Not Found$/i }],
    example: "GET https://api.github.com/repos/octo/app: 404 Not Found []",
    cause:
      "The repository or resource does not exist, or this token has no access to it; GitHub answers Not Found in both cases.",
    fix: [
      "Check whether https://github.com/{owner}/{repository} opens for the token's account",
      "For a private repository, use a classic token with the scope repo, or a fine-grained token that includes the repository",
    ],
    sources: [troubles, "https://github.com/cli/cli/issues/13350"],
  },
  {
    id: "git-push-denied",
    from: "git",
    kind: "authorization",
    host: "any",
    patterns: [/Permission to [\w.-]{1,100}\/[\w.-]{1,100}\.git denied to [\w.-]{1,60}/i],
    example: "remote: Permission to octo/app.git denied to github-actions[bot].",
    cause: "Git was refused, not the registry: the account has no write access to the repository.",
    fix: [
      "In a workflow, add to the job: permissions: contents: write",
      "On your own machine, log in with another account: gh auth login",
    ],
    sources: ["https://github.com/gitpod-io/gitpod/issues/155"],
  },
];
