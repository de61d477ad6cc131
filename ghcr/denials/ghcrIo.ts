import { settingsPages } from "../settingsPages";
import type { Denial } from "./denial";

const registryToken = `a classic token with read:packages and write:packages: ${settingsPages.newRegistryToken}`;
const logIn = "docker login {host} --username YOUR_LOGIN --password-stdin";
const accessPages = [
  `${settingsPages.userPackage}: Manage Actions access, add the repository with the role Write`,
  `for an organisation: ${settingsPages.organisationPackage}`,
];
const packagesDocument =
  "https://docs.github.com/en/packages/working-with-a-github-packages-registry/working-with-the-container-registry";

/** Words that only ghcr.io says. */
export const ghcrIo: readonly Denial[] = [
  {
    id: "ghcr-scopes",
    from: "ghcr.io",
    kind: "authorisation",
    host: "not another's",
    says: [/token provided does not match expected scopes/i],
    example: "denied: permission_denied: The token provided does not match expected scopes.",
    cause: "The token is valid, and is without write:packages, or is a fine-grained one.",
    mend: [registryToken, logIn],
    sources: [
      "https://github.com/daltoniam/switchboard/pull/139",
      "https://github.com/docker/login-action/issues/331",
      packagesDocument,
    ],
  },
  {
    id: "ghcr-write-package",
    from: "ghcr.io",
    kind: "authorisation",
    host: "not another's",
    says: [/permission_denied: write_package/i],
    example: "denied: permission_denied: write_package",
    cause:
      "The package is there, and this repository or user may not write to it. Usually it was first pushed by hand, and is linked to no repository.",
    mend: accessPages,
    sources: [
      "https://github.com/danger/danger-js/issues/1414",
      "https://github.com/tuna-os/tunaOS/issues/642",
      "https://github.com/ynotbhatc/rego_policy_libraries/pull/89",
    ],
  },
  {
    id: "ghcr-create-package",
    from: "ghcr.io",
    kind: "authorisation",
    host: "not another's",
    says: [/permission_denied: create_package/i],
    example: "denied: permission_denied: create_package",
    cause: "No right to make packages under this owner, or the owner is misspelt.",
    mend: [
      "look at the owner in the reference: {host}/{owner}/…",
      `an organisation's policy: ${settingsPages.organisationPackages}`,
    ],
    sources: [packagesDocument],
    oneReport: true,
  },
  {
    id: "ghcr-read-package",
    from: "ghcr.io",
    kind: "authorisation",
    host: "not another's",
    says: [/permission_denied: read_package/i],
    example:
      "pull access denied for ghcr.io/kedacore/http-add-on-operator, repository does not exist or may require 'docker login': denied: permission_denied: read_package",
    cause: "The package is private, and this token may not read it.",
    mend: [
      "a token with read:packages of an account that may read the package, then: " + logIn,
      ...accessPages.map((page) => page.replace("Write", "Read")),
    ],
    sources: ["https://github.com/kedacore/http-add-on/issues/48"],
  },
  {
    id: "ghcr-no-installation",
    from: "ghcr.io",
    kind: "authorisation",
    host: "not another's",
    says: [/permission_denied: The requested installation does not exist/i],
    example: "denied: permission_denied: The requested installation does not exist.",
    cause: "A workflow's token was used for an owner that it does not belong to.",
    mend: ["push to the owner of the workflow's repository, or use " + registryToken],
    sources: ["https://github.com/macbre/push-to-ghcr/issues/26"],
    oneReport: true,
  },
  {
    id: "ghcr-installation",
    from: "ghcr.io",
    kind: "authorisation",
    host: "not another's",
    says: [/installation not allowed to (?:Create|Write|Read) organization package/i],
    example: "denied: installation not allowed to Create organization package",
    cause:
      "A workflow's GITHUB_TOKEN without packages: write, a pull request from a fork, or an organisation's package policy. The words say 'organization' for users too.",
    mend: [
      "in the workflow's job: permissions: packages: write",
      settingsPages.repositoryActions,
      `an organisation's policy: ${settingsPages.organisationPackages}`,
      ...accessPages,
    ],
    sources: [
      "https://github.com/docker/build-push-action/issues/606",
      "https://github.com/pinchbench/skill/pull/17",
      "https://github.com/airbus/sen/pull/173",
    ],
  },
  {
    id: "ghcr-unauthenticated",
    from: "ghcr.io",
    kind: "authorisation",
    host: "not another's",
    says: [/User cannot be authenticated with the token provided/i],
    example: "unauthorized: unauthenticated: User cannot be authenticated with the token provided.",
    cause:
      "The token is expired or revoked, or nobody logged in. Once it was GitHub itself that was ill.",
    mend: [logIn, registryToken, settingsPages.status],
    sources: [
      "https://github.com/autc04/Retro68/issues/274",
      "https://github.com/apache/arrow-nanoarrow/issues/225",
      "https://github.com/EnricoMi/publish-unit-test-result-action/issues/308",
    ],
  },
];

/** Words that other registries say too: they are ghcr.io's only where it is named. */
export const ghcrIoShared: readonly Denial[] = [
  {
    id: "ghcr-denied",
    from: "ghcr.io",
    kind: "authorisation",
    host: "ours",
    says: [/denied: denied/i, /Error response from daemon: denied$/i, /DENIED: invalid token/i],
    example: 'Error response from daemon: Get "https://ghcr.io/v2/": denied: denied',
    cause:
      "At login or pull: a bad, expired or empty token, or one without read:packages. An old login in docker's file is enough to spoil the pull of a public image.",
    mend: ["docker logout {host}", logIn, registryToken],
    sources: [
      "https://github.com/docker/login-action/issues/26",
      "https://github.com/korthout/camunda-platform-rest-api/issues/106",
      "https://github.com/riverqueue/riverui/issues/182",
    ],
  },
  {
    id: "ghcr-unauthorized",
    from: "ghcr.io",
    kind: "authorisation",
    host: "ours",
    says: [
      /unauthorized: authentication required/i,
      /": unauthorized$/i,
      /Error response from daemon: unauthorized$/i,
    ],
    example:
      'Error response from daemon: Head "https://ghcr.io/v2/beeper/registration-relay/manifests/latest": unauthorized',
    cause:
      "Nobody logged in, and the package is private or not there: ghcr.io does not tell which.",
    mend: [
      logIn,
      `or make the package public: ${settingsPages.userPackage} (once public, it stays so)`,
    ],
    sources: [
      "https://github.com/beeper/registration-relay/issues/3",
      "https://github.com/rubenbe/opensoho/issues/10",
    ],
  },
  {
    id: "ghcr-token-refused",
    from: "ghcr.io",
    kind: "authorisation",
    host: "ours",
    says: [
      /failed to fetch (?:oauth|anonymous) token: [^\n]{0,300}(?:401 Unauthorized|403 Forbidden)/i,
      /authorization status: 40[13]/i,
    ],
    example:
      "failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aastral-sh%2Fuv%3Apull&service=ghcr.io: 403 Forbidden",
    cause:
      "ghcr.io's token service refused: an expired login in docker's file, or, without one, a package that is private or not there.",
    mend: ["docker logout {host}", logIn, registryToken],
    sources: [
      "https://github.com/nickjj/docker-django-example/issues/62",
      "https://github.com/akuity/kargo/pull/778",
      "https://github.com/dragonflydb/dragonfly/issues/4997",
    ],
  },
  {
    id: "ghcr-forbidden",
    from: "ghcr.io",
    kind: "authorisation",
    host: "ours",
    says: [
      /unexpected status from (?:HEAD|GET|POST|PUT|PATCH) request to [^\n]{0,400}: (?:401 Unauthorized|403 Forbidden)/i,
      /unexpected status(?: code)?:? [^\n]{0,300}(?:401 Unauthorized|403 Forbidden)/i,
      /insufficient_scope: authorization failed/i,
    ],
    example:
      "ERROR: failed to solve: failed to push ghcr.io/octo/app:1: unexpected status from HEAD request to https://ghcr.io/v2/octo/app/blobs/sha256:47289e83: 403 Forbidden",
    cause:
      "The login was right, and what it asked for was refused: no right to write to the package, or a pull of a private one. To a HEAD request ghcr.io gives no reason.",
    mend: ["in a workflow's job: permissions: packages: write", ...accessPages, registryToken],
    sources: [
      "https://github.com/docker/build-push-action/issues/1240",
      "https://github.com/docker/build-push-action/issues/981",
      "https://github.com/docker/build-push-action/issues/254",
      "https://github.com/docker/build-push-action/issues/463",
    ],
  },
  {
    id: "ghcr-no-owner",
    from: "ghcr.io",
    kind: "name",
    host: "ours",
    says: [/unexpected status from (?:HEAD|POST) request to [^\n]{0,300}: 400 Bad Request/i],
    example:
      "failed to push ghcr.io/issue_metrics:latest: unexpected status from HEAD request to https://ghcr.io/v2/issue_metrics/blobs/sha256:4728: 400 Bad Request",
    cause: "The name has no owner, or an empty part: {host}/OWNER/NAME is wanted.",
    mend: ["write the owner between {host}/ and the name"],
    sources: ["https://github.com/github-community-projects/issue-metrics/issues/246"],
    oneReport: true,
  },
  {
    id: "ghcr-no-delete",
    from: "ghcr.io",
    kind: "not supported",
    host: "ours",
    says: [/UNSUPPORTED: The operation is unsupported/i, /405 Method Not Allowed/i],
    example:
      'Failed to delete ghcr.io/octo/app: {"errors":[{"code":"UNSUPPORTED","message":"The operation is unsupported."}]} (405 Method Not Allowed)',
    cause: "ghcr.io deletes nothing over the registry's protocol.",
    mend: [
      "delete versions over GitHub's API with read:packages and delete:packages, or in the web",
      settingsPages.userPackage,
    ],
    sources: ["https://github.com/podman-container-tools/skopeo/issues/1880"],
  },
  {
    id: "ghcr-upload",
    from: "ghcr.io",
    kind: "service",
    host: "ours",
    says: [/blob upload (?:unknown|invalid)/i, /BLOB_UPLOAD_(?:UNKNOWN|INVALID)/i, /unknown blob/i],
    example:
      "Tried to push BLOB for ghcr.io/octo/app with digest sha256:47 but failed because: other: blob upload unknown to registry",
    cause:
      "An upload was cut off or expired, mostly in passing; a layer may take ten minutes and 10 GB.",
    mend: ["push again", settingsPages.status],
    sources: [
      "https://github.com/GoogleContainerTools/jib/issues/4301",
      "https://github.com/dotnet/sdk-container-builds/issues/292",
      "https://github.com/docker/build-push-action/issues/271",
    ],
  },
  {
    id: "ghcr-unknown",
    from: "ghcr.io",
    kind: "service",
    host: "ours",
    says: [/unknown: unknown/i],
    example: "failed to push ghcr.io/octo/app:1: unknown: unknown",
    cause: "Cannot tell: ghcr.io gave no reason.",
    mend: [settingsPages.status, "push again, and then look at the token and the package's access"],
    sources: ["https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes"],
    oneReport: true,
  },
  {
    id: "ghcr-manifest-unknown",
    from: "ghcr.io",
    kind: "not there",
    host: "ours",
    says: [/manifest unknown/i, /MANIFEST_UNKNOWN/i, /no such manifest/i],
    example:
      'Error response from daemon: Head "https://ghcr.io/v2/octo/app/manifests/v9": manifest unknown',
    cause:
      "The package is there and the tag or digest is not: never pushed, or deleted by a clean-up.",
    mend: ["look at the package's versions: https://github.com/{owner}?tab=packages"],
    sources: [
      "https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes",
      "https://github.com/chizkiyahu/delete-untagged-ghcr-action/issues/20",
    ],
  },
];
