import { settingsPages } from "../../github/settingsPages";
import type { Denial } from "../denial";
import {
  accessPages,
  checkName,
  gitHubStatus,
  jobPermission,
  logIn,
  logOut,
  registryToken,
} from "./ghcrFixes";

/** Refusals that other registries print too, so they apply only where ghcr.io is named. */
export const ghcrIoShared: readonly Denial[] = [
  {
    id: "ghcr-denied",
    from: "ghcr.io",
    kind: "authorization",
    host: "ghcr.io",
    patterns: [/denied: denied/i],
    errors: [{ code: "DENIED", message: /^denied$/i }],
    example: 'Error response from daemon: Get "https://ghcr.io/v2/": denied: denied',
    cause:
      "The token is invalid, expired, empty or without read:packages; an old login saved by Docker can cause this even for a public image.",
    fix: [logOut, registryToken, logIn],
    sources: [
      "https://github.com/GaloisInc/cryptol/issues/1959",
      "https://github.com/korthout/camunda-platform-rest-api/issues/106",
      "https://github.com/riverqueue/riverui/issues/182",
    ],
  },
  {
    id: "ghcr-hidden",
    from: "ghcr.io",
    kind: "authorization",
    host: "ghcr.io",
    patterns: [
      /requested access to the resource is denied/i,
      /": denied$/i,
      /\/manifests\/[^\s":]{1,200}: denied$/i,
      /Error response from daemon: denied$/i,
      /error from registry: denied$/i,
    ],
    example:
      'Error: GET "https://ghcr.io/v2/woodpecker-ci/helm/tags/list": GET "https://ghcr.io/token?scope=repository%3Awoodpecker-ci%2Fhelm%3Apull&service=ghcr.io": unexpected status code 403: denied: requested access to the resource is denied',
    cause:
      "The package does not exist (perhaps it or its owner was renamed), or it is private and this login has no access; ghcr.io does not say which.",
    fix: [
      checkName,
      logIn,
      "If the package is public, log out, because an old login can cause this: docker logout {host}",
      ...accessPages.map((page) => page.replace("Write", "Read")),
    ],
    sources: [
      "https://github.com/woodpecker-ci/woodpecker/issues/5310",
      "https://github.com/dragonflydb/dragonfly-operator/issues/383",
      "https://github.com/charmbracelet/catwalk/pull/518",
      "https://github.com/opencloudtouch/opencloudtouch/issues/290",
      "https://github.com/radiantearth/stac-browser/issues/433",
      "https://github.com/grantbevis/borg-server/issues/10",
      "https://github.com/udacity/CNAND_nd064_C4_Observability_Starter_Files/issues/1",
      // What docker with the containerd store makes of both.
      "https://github.com/moby/moby/blob/master/daemon/containerd/registry_errors.go",
    ],
  },
  {
    id: "ghcr-unauthorized",
    from: "ghcr.io",
    kind: "authorization",
    host: "ghcr.io",
    patterns: [
      /unauthorized: authentication required/i,
      /authentication token not provided/i,
      /": unauthorized$/i,
      /\/manifests\/[^\s":]{1,200}: unauthorized$/i,
      /Error response from daemon: unauthorized$/i,
    ],
    errors: [{ code: "UNAUTHORIZED", message: /^authentication required/i }],
    example:
      'Error response from daemon: Head "https://ghcr.io/v2/beeper/registration-relay/manifests/latest": unauthorized',
    cause:
      "You are not logged in, and the package is private or does not exist; ghcr.io does not say which.",
    fix: [logIn, `Make the package public (this cannot be undone): ${settingsPages.userPackage}`],
    sources: [
      "https://github.com/beeper/registration-relay/issues/3",
      "https://github.com/rubenbe/opensoho/issues/10",
      "https://github.com/VROOM-Project/vroom-docker/issues/79",
      "https://github.com/Homebrew/brew/pull/11066",
    ],
  },
  {
    id: "ghcr-token-refused",
    from: "ghcr.io",
    kind: "authorization",
    host: "ghcr.io",
    patterns: [
      /failed to fetch (?:oauth|anonymous) token: [^\n]{0,300}(?:401 Unauthorized|403 Forbidden)/i,
      /Requesting bear(?:er)? token: [^\n]{0,80}\b40[13]\b/i,
      /HTTP request to https:[^\n]{1,400} failed with response: 40[13]/i,
    ],
    example:
      "failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aastral-sh%2Fuv%3Apull&service=ghcr.io: 403 Forbidden",
    cause:
      "ghcr.io's token service refused: the login saved by Docker has expired, or the package is private or does not exist under this name.",
    fix: [logOut, checkName, registryToken, logIn],
    sources: [
      "https://github.com/secureCodeBox/secureCodeBox/issues/2574",
      "https://github.com/phusion/holy-build-box/issues/62",
      "https://github.com/ViViDboarder/vaultwarden_ldap/issues/203",
      "https://github.com/apple/container/issues/183",
      "https://github.com/akuity/kargo/pull/778",
      "https://github.com/dragonflydb/dragonfly/issues/4997",
    ],
  },
  {
    id: "ghcr-forbidden",
    from: "ghcr.io",
    kind: "authorization",
    host: "ghcr.io",
    patterns: [
      /unexpected status(?: code)?:? [^\n]{0,400}(?:401 Unauthorized|403 Forbidden)/i,
      /insufficient_scope: authorization failed/i,
      /failed to read from destination repository [^\n]{1,300}: 403 \(Forbidden\)/i,
    ],
    example:
      "ERROR: failed to solve: failed to push ghcr.io/octo/app:1: unexpected status from HEAD request to https://ghcr.io/v2/octo/app/blobs/sha256:47289e83: 403 Forbidden",
    cause:
      "The login is valid, but it has no write access to the package, or no read access to a private one.",
    fix: [jobPermission, ...accessPages, registryToken],
    sources: [
      "https://github.com/docker/build-push-action/issues/463",
      "https://github.com/redhat-actions/push-to-registry/issues/52",
      "https://github.com/KWasm/kwasm-operator/issues/31",
      "https://github.com/LeoMartinDev/voy/issues/3",
      "https://github.com/docker/build-push-action/issues/105",
    ],
  },
  {
    id: "ghcr-no-owner",
    from: "ghcr.io",
    kind: "name",
    host: "ghcr.io",
    patterns: [/unexpected status from (?:HEAD|POST) request to [^\n]{0,300}: 400 Bad Request/i],
    example:
      "failed to push ghcr.io/issue_metrics:latest: unexpected status from HEAD request to https://ghcr.io/v2/issue_metrics/blobs/sha256:4728: 400 Bad Request",
    cause: "The name has no owner or has an empty part.",
    fix: ["Write the full name: {host}/{owner}/{name}"],
    sources: ["https://github.com/github-community-projects/issue-metrics/issues/246"],
    unsettled: "The only thread shows a reference without an owner, but not what fixed it.",
  },
  {
    id: "ghcr-no-delete",
    from: "ghcr.io",
    kind: "not supported",
    host: "ghcr.io",
    // A push can be answered 405 as well, for other causes: only what deletes is meant.
    patterns: [
      /UNSUPPORTED: The operation is unsupported/i,
      /405 Method Not Allowed to a DELETE/i,
      /Failed to delete [^\n]{1,400}405 Method Not Allowed/i,
      /DELETE https:[^\s]{1,400} 405 Method Not Allowed/i,
    ],
    errors: [{ code: "UNSUPPORTED", message: /^The operation is unsupported/i }],
    example:
      'Failed to delete ghcr.io/octo/app: {"errors":[{"code":"UNSUPPORTED","message":"The operation is unsupported."}]} (405 Method Not Allowed)',
    cause: "ghcr.io does not support deletion through the registry API.",
    fix: [
      "Delete versions through GitHub's API, with a token that has read:packages and delete:packages",
      `Or delete them on the package's page: ${settingsPages.userPackage}`,
    ],
    sources: ["https://github.com/podman-container-tools/skopeo/issues/1880"],
  },
  {
    id: "ghcr-upload",
    from: "ghcr.io",
    kind: "service",
    isTransient: true,
    host: "ghcr.io",
    patterns: [
      /blob upload (?:unknown|invalid)/i,
      /BLOB_UPLOAD_(?:UNKNOWN|INVALID)/i,
      /unknown blob/i,
      /cannot reuse body, request must be retried/i,
    ],
    errors: [{ code: "BLOB_UPLOAD_UNKNOWN" }, { code: "BLOB_UPLOAD_INVALID" }],
    example:
      "Tried to push BLOB for ghcr.io/octo/app with digest sha256:47 but failed because: other: blob upload unknown to registry",
    cause:
      "An upload was interrupted or expired; ghcr.io allows ten minutes and 10 GB for a layer.",
    fix: ["Push again", gitHubStatus],
    sources: [
      "https://github.com/GoogleContainerTools/jib/issues/4301",
      "https://github.com/infobloxopen/konk/pull/626",
      "https://github.com/docker/build-push-action/issues/626",
    ],
  },
  {
    id: "ghcr-manifest-unknown",
    from: "ghcr.io",
    kind: "not there",
    host: "ghcr.io",
    patterns: [/manifest unknown/i, /MANIFEST_UNKNOWN/i, /no such manifest/i],
    errors: [{ code: "MANIFEST_UNKNOWN" }],
    example:
      'Error response from daemon: Head "https://ghcr.io/v2/octo/app/manifests/v9": manifest unknown',
    cause:
      "The package exists, but not this tag or digest: it was never pushed or was deleted; a cleanup of untagged versions can break tags that are still listed.",
    fix: ["Check the package's versions: https://github.com/{owner}?tab=packages"],
    sources: [
      "https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes",
      "https://github.com/chizkiyahu/delete-untagged-ghcr-action/issues/45",
      "https://github.com/chizkiyahu/delete-untagged-ghcr-action/issues/20",
    ],
  },
];
