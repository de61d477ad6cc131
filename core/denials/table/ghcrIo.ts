import { settingsPages } from "../../github/settingsPages";
import type { Denial } from "../denial";
import { accessPages, logIn, packagesDocument, registryToken } from "./ghcrFixes";

/** Words that only ghcr.io says. */
export const ghcrIo: readonly Denial[] = [
  {
    id: "ghcr-scopes",
    from: "ghcr.io",
    kind: "authorization",
    host: "not another's",
    patterns: [/token provided does not match expected scopes/i],
    example: "denied: permission_denied: The token provided does not match expected scopes.",
    cause: "The token is valid, and is without write:packages, or is a fine-grained one.",
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
    host: "not another's",
    patterns: [/permission_denied: write_package/i],
    example: "denied: permission_denied: write_package",
    cause:
      "The package is there, and this repository or user may not write to it. Usually it was first pushed by hand, and is linked to no repository.",
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
    host: "not another's",
    patterns: [/permission_denied: create_package/i],
    example: "denied: permission_denied: create_package",
    cause:
      "No right to make packages under this owner, or the owner is another's or misspelt. Once it was an outage of GitHub's own.",
    fix: [
      "look at the owner in the reference: {host}/{owner}/…",
      `an organization's policy: ${settingsPages.organizationPackages}`,
      settingsPages.status,
    ],
    sources: [
      "https://github.com/goharbor/harbor/issues/22368",
      "https://github.com/orgs/community/discussions/32184",
    ],
    unsettled:
      "Both threads hold the words. The first pushes to an owner that is another's, the second ends in an incident; neither says so in a sentence.",
  },
  {
    id: "ghcr-read-package",
    from: "ghcr.io",
    kind: "authorization",
    host: "not another's",
    patterns: [/permission_denied: read_package/i],
    example:
      "pull access denied for ghcr.io/kedacore/http-add-on-operator, repository does not exist or may require 'docker login': denied: permission_denied: read_package",
    cause: "The package is private, and this token may not read it.",
    fix: [
      "a token with read:packages of an account that may read the package, then: " + logIn,
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
    host: "not another's",
    patterns: [/permission_denied: The requested installation does not exist/i],
    example: "denied: permission_denied: The requested installation does not exist.",
    cause:
      "A workflow's token was used for an owner that it does not belong to: mostly a fork that runs the original's workflow.",
    fix: [
      "push to the owner of the workflow's repository, or use " + registryToken,
      "let forks leave it out: if: github.repository == 'OWNER/REPOSITORY'",
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
    host: "not another's",
    patterns: [/installation not allowed to (?:Create|Write|Read) organization package/i],
    example: "denied: installation not allowed to Create organization package",
    cause:
      "A workflow's GITHUB_TOKEN without packages: write, a pull request from a fork, an organization's package policy, or the token of an App, which ghcr.io does not take. The words say 'organization' for users too.",
    fix: [
      "in the workflow's job: permissions: packages: write",
      settingsPages.repositoryActions,
      `an organization's policy: ${settingsPages.organizationPackages}`,
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
      "GitHub Packages did not know the token: none was sent, it is expired, or the organization's single sign-on has not authorized it.",
    fix: [registryToken, `${settingsPages.tokens}: Configure SSO, then Authorize`],
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
    host: "not another's",
    patterns: [/User cannot be authenticated with the token provided/i],
    example: "unauthorized: unauthenticated: User cannot be authenticated with the token provided.",
    cause:
      "The token is expired or revoked, or nobody logged in. Once it was an outage of GitHub's own.",
    fix: [logIn, registryToken, settingsPages.status],
    sources: [
      "https://github.com/autc04/Retro68/issues/274",
      "https://github.com/apache/arrow-nanoarrow/issues/225",
      "https://github.com/EnricoMi/publish-unit-test-result-action/issues/308",
    ],
  },
];
