import { settingsPages } from "../../github/settingsPages";
import type { Denial } from "../denial";
import { accessPages, logIn, registryToken } from "./ghcrFixes";

/** Words that other registries say too: they are ghcr.io's only where it is named. */
export const ghcrIoShared: readonly Denial[] = [
  {
    id: "ghcr-denied",
    from: "ghcr.io",
    kind: "authorization",
    host: "ours",
    patterns: [/denied: denied/i],
    arrivesAs: [{ code: "DENIED", message: /^denied$/i }],
    example: 'Error response from daemon: Get "https://ghcr.io/v2/": denied: denied',
    cause:
      "At login or pull: a bad, expired or empty token, or one without read:packages. An old login in docker's file is enough to spoil the pull of a public image.",
    fix: ["docker logout {host}", logIn, registryToken],
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
    host: "ours",
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
      "There is no package of this name, or it is private and this login may not use it: ghcr.io does not tell which. An owner or package that was renamed looks the same.",
    fix: [
      "look at the name: https://github.com/{owner}?tab=packages",
      logIn,
      "docker logout {host}, if the package is public: an old login may be in the way",
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
    host: "ours",
    patterns: [
      /unauthorized: authentication required/i,
      /authentication token not provided/i,
      /": unauthorized$/i,
      /\/manifests\/[^\s":]{1,200}: unauthorized$/i,
      /Error response from daemon: unauthorized$/i,
    ],
    arrivesAs: [{ code: "UNAUTHORIZED", message: /^authentication required/i }],
    example:
      'Error response from daemon: Head "https://ghcr.io/v2/beeper/registration-relay/manifests/latest": unauthorized',
    cause:
      "Nobody logged in, and the package is private or not there: ghcr.io does not tell which.",
    fix: [
      logIn,
      `or make the package public: ${settingsPages.userPackage} (once public, it stays so)`,
    ],
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
    host: "ours",
    patterns: [
      /failed to fetch (?:oauth|anonymous) token: [^\n]{0,300}(?:401 Unauthorized|403 Forbidden)/i,
      /Requesting bear(?:er)? token: [^\n]{0,80}\b40[13]\b/i,
      /HTTP request to https:[^\n]{1,400} failed with response: 40[13]/i,
    ],
    example:
      "failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aastral-sh%2Fuv%3Apull&service=ghcr.io: 403 Forbidden",
    cause:
      "ghcr.io's token service refused: an expired login in docker's file, or a package that is private or not there under this name.",
    fix: [
      "docker logout {host}",
      "look at the name: https://github.com/{owner}?tab=packages",
      logIn,
      registryToken,
    ],
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
    host: "ours",
    patterns: [
      /unexpected status(?: code)?:? [^\n]{0,400}(?:401 Unauthorized|403 Forbidden)/i,
      /insufficient_scope: authorization failed/i,
      /failed to read from destination repository [^\n]{1,300}: 403 \(Forbidden\)/i,
    ],
    example:
      "ERROR: failed to solve: failed to push ghcr.io/octo/app:1: unexpected status from HEAD request to https://ghcr.io/v2/octo/app/blobs/sha256:47289e83: 403 Forbidden",
    cause:
      "The login was right, and what it asked for was refused: no right to write to the package, or a pull of a private one. To a HEAD request ghcr.io gives no reason.",
    fix: ["in a workflow's job: permissions: packages: write", ...accessPages, registryToken],
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
    host: "ours",
    patterns: [/unexpected status from (?:HEAD|POST) request to [^\n]{0,300}: 400 Bad Request/i],
    example:
      "failed to push ghcr.io/issue_metrics:latest: unexpected status from HEAD request to https://ghcr.io/v2/issue_metrics/blobs/sha256:4728: 400 Bad Request",
    cause: "The name has no owner, or an empty part: {host}/OWNER/NAME is wanted.",
    fix: ["write the owner between {host}/ and the name"],
    sources: ["https://github.com/github-community-projects/issue-metrics/issues/246"],
    unsettled: "The one thread shows a reference without an owner, and not what fixed it.",
  },
  {
    id: "ghcr-no-delete",
    from: "ghcr.io",
    kind: "not supported",
    host: "ours",
    // A push can be answered 405 as well, for other causes: only what deletes is meant.
    patterns: [
      /UNSUPPORTED: The operation is unsupported/i,
      /405 Method Not Allowed to a DELETE/i,
      /Failed to delete [^\n]{1,400}405 Method Not Allowed/i,
      /DELETE https:[^\s]{1,400} 405 Method Not Allowed/i,
    ],
    arrivesAs: [{ code: "UNSUPPORTED", message: /^The operation is unsupported/i }],
    example:
      'Failed to delete ghcr.io/octo/app: {"errors":[{"code":"UNSUPPORTED","message":"The operation is unsupported."}]} (405 Method Not Allowed)',
    cause: "ghcr.io deletes nothing over the registry's protocol.",
    fix: [
      "delete versions over GitHub's API with read:packages and delete:packages, or in the web",
      settingsPages.userPackage,
    ],
    sources: ["https://github.com/podman-container-tools/skopeo/issues/1880"],
  },
  {
    id: "ghcr-upload",
    from: "ghcr.io",
    kind: "service",
    isTransient: true,
    host: "ours",
    patterns: [
      /blob upload (?:unknown|invalid)/i,
      /BLOB_UPLOAD_(?:UNKNOWN|INVALID)/i,
      /unknown blob/i,
      /cannot reuse body, request must be retried/i,
    ],
    arrivesAs: [{ code: "BLOB_UPLOAD_UNKNOWN" }, { code: "BLOB_UPLOAD_INVALID" }],
    example:
      "Tried to push BLOB for ghcr.io/octo/app with digest sha256:47 but failed because: other: blob upload unknown to registry",
    cause:
      "An upload was cut off or expired, mostly in passing; a layer may take ten minutes and 10 GB.",
    fix: ["push again", settingsPages.status],
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
    host: "ours",
    patterns: [/manifest unknown/i, /MANIFEST_UNKNOWN/i, /no such manifest/i],
    arrivesAs: [{ code: "MANIFEST_UNKNOWN" }],
    example:
      'Error response from daemon: Head "https://ghcr.io/v2/octo/app/manifests/v9": manifest unknown',
    cause:
      "The package is there and the tag or digest is not: never pushed, or deleted by a clean-up. A clean-up of untagged versions breaks tags that are still listed.",
    fix: ["look at the package's versions: https://github.com/{owner}?tab=packages"],
    sources: [
      "https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes",
      "https://github.com/chizkiyahu/delete-untagged-ghcr-action/issues/45",
      "https://github.com/chizkiyahu/delete-untagged-ghcr-action/issues/20",
    ],
  },
];
