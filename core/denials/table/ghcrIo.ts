import { settingsPages } from "../../github/settingsPages";
import type { Denial } from "../denial";
import {
  accessPages,
  authorizeToken,
  gitHubStatus,
  jobPermission,
  logIn,
  packagesDocument,
  registryToken,
} from "./ghcrFixes";

/** Refusals that only ghcr.io prints. */
export const ghcrIo: readonly Denial[] = [
  {
    id: "ghcr-scopes",
    from: "ghcr.io",
    kind: "authorization",
    host: "ghcr.io or none",
    patterns: [/token provided does not match expected scopes/i],
    example: "denied: permission_denied: The token provided does not match expected scopes.",
    cause:
      "The token is valid, but it lacks write:packages or is a fine-grained token, which ghcr.io does not accept.",
    fix: [registryToken, logIn],
    sources: [
      "https://github.com/daltoniam/switchboard/pull/139",
      "https://github.com/docker/login-action/issues/331",
      packagesDocument,
    ],
  },
  {
    id: "ghcr-write-package",
    from: "ghcr.io",
    kind: "authorization",
    host: "ghcr.io or none",
    patterns: [/permission_denied: write_package/i],
    example: "denied: permission_denied: write_package",
    cause:
      "The package exists, but this repository or user has no write access to it, usually because it was first pushed by hand and is not linked to the repository.",
    fix: accessPages,
    sources: [
      "https://github.com/danger/danger-js/issues/1414",
      "https://github.com/tuna-os/tunaOS/issues/642",
      "https://github.com/ynotbhatc/rego_policy_libraries/pull/89",
    ],
  },
  {
    id: "ghcr-create-package",
    from: "ghcr.io",
    kind: "authorization",
    host: "ghcr.io or none",
    patterns: [/permission_denied: create_package/i],
    example: "denied: permission_denied: create_package",
    cause: "The token may not create packages under this owner, or the owner's name is wrong.",
    fix: [
      "Check the owner in the reference: {host}/{owner}/…",
      `Check the organization's package policy: ${settingsPages.organizationPackages}`,
      gitHubStatus,
    ],
    sources: [
      "https://github.com/goharbor/harbor/issues/22368",
      "https://github.com/orgs/community/discussions/32184",
    ],
    unsettled:
      "Both threads quote the message, but neither states its cause: the first pushes to another owner's account, and the second ends with a GitHub incident.",
  },
  {
    id: "ghcr-read-package",
    from: "ghcr.io",
    kind: "authorization",
    host: "ghcr.io or none",
    patterns: [/permission_denied: read_package/i],
    example:
      "pull access denied for ghcr.io/kedacore/http-add-on-operator, repository does not exist or may require 'docker login': denied: permission_denied: read_package",
    cause: "The package is private, and this token has no read access to it.",
    fix: [
      "Use a token with read:packages, from an account with access to the package:",
      logIn,
      ...accessPages.map((page) => page.replace("Write", "Read")),
    ],
    sources: [
      "https://github.com/kedacore/http-add-on/issues/48",
      "https://github.com/dexidp/dex/issues/1872",
    ],
  },
  {
    id: "ghcr-no-installation",
    from: "ghcr.io",
    kind: "authorization",
    host: "ghcr.io or none",
    patterns: [/permission_denied: The requested installation does not exist/i],
    example: "denied: permission_denied: The requested installation does not exist.",
    cause:
      "A workflow used its token for another owner's packages, usually because a fork ran the original repository's workflow.",
    fix: [
      "Push to the owner of the workflow's repository",
      `To push to another owner, use a classic token with read:packages and write:packages: ${settingsPages.newRegistryToken}`,
      "Skip the step in forks: if: github.repository == 'OWNER/REPOSITORY'",
    ],
    sources: [
      "https://github.com/QMCPACK/qmcpack/issues/5805",
      "https://github.com/gandr-lang/gandr/issues/70",
      "https://github.com/macbre/push-to-ghcr/issues/26",
    ],
  },
  {
    id: "ghcr-installation",
    from: "ghcr.io",
    kind: "authorization",
    host: "ghcr.io or none",
    patterns: [/installation not allowed to (?:Create|Write|Read) organization package/i],
    example: "denied: installation not allowed to Create organization package",
    cause:
      "The workflow's GITHUB_TOKEN lacks packages: write, the run comes from a fork's pull request, or the organization's policy forbids it. Or the token belongs to a GitHub App, which ghcr.io does not accept. The message says 'organization' for personal accounts too.",
    fix: [
      jobPermission,
      `Check the repository's settings for Actions: ${settingsPages.repositoryActions}`,
      `Check the organization's package policy: ${settingsPages.organizationPackages}`,
      ...accessPages,
    ],
    sources: [
      "https://github.com/docker/build-push-action/issues/606",
      "https://github.com/pinchbench/skill/pull/17",
      "https://github.com/llvm/llvm-project/pull/116366",
      "https://github.com/airbus/sen/pull/173",
      "https://github.com/product-os/flowzone/pull/516",
    ],
  },
  {
    id: "ghcr-packages-unauthenticated",
    from: "GitHub",
    kind: "authorization",
    host: "any",
    patterns: [/could not be authenticated by the GitHub Packages service/i],
    example:
      "Error response from daemon: unauthorized: Your request could not be authenticated by the GitHub Packages service. Please ensure your access token is valid and has the appropriate scopes configured.",
    cause:
      "GitHub Packages does not accept the token: it is missing, expired, or not authorized for the organization's single sign-on.",
    fix: [registryToken, authorizeToken],
    sources: [
      "https://github.com/garygrossgarten/github-action-ssh/issues/24",
      "https://github.com/jcansdale/gpr/issues/118",
      "https://github.com/neo-project/neo-devpack-dotnet/issues/912",
    ],
  },
  {
    id: "ghcr-unauthenticated",
    from: "ghcr.io",
    kind: "authorization",
    host: "ghcr.io or none",
    patterns: [/User cannot be authenticated with the token provided/i],
    example: "unauthorized: unauthenticated: User cannot be authenticated with the token provided.",
    cause: "The token is expired or revoked, or nobody is logged in.",
    fix: [registryToken, logIn, gitHubStatus],
    sources: [
      "https://github.com/autc04/Retro68/issues/274",
      "https://github.com/apache/arrow-nanoarrow/issues/225",
      "https://github.com/EnricoMi/publish-unit-test-result-action/issues/308",
    ],
  },
];
