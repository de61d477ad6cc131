import { denials, recognize } from "../../../core/denials";
import { fromThreads } from "./quoted";

/** Other words for a row than its example's: one message for each pattern that no example shows. */
const wordings: Readonly<Record<string, readonly string[]>> = {
  "github-rate-limit-secondary": [
    "403 API secondary rate limit exceeded until 2026-10-01 10:00:00 +0000 UTC, not making remote request.",
  ],
  "github-rate-limit": [
    "403 API rate limit of 5000 still exceeded until 2026-10-01 10:00:00 +0000 UTC, not making remote request.",
    "primary rate limit reached on request to https://api.github.com/user",
  ],
  "rate-limit": ["error: HTTP/2 429", "error: unexpected status code 429"],
  "github-single-sign-on": [
    "remote: The `octo` organization has enabled or enforced SAML SSO. To access this repository, you must re-authorize the OAuth Application.",
  ],
  "github-bad-credentials": [
    "GET https://github.example.org/api/v3/user: 401 Bad credentials",
    "HttpError: Bad credentials",
    "HTTP 401: Bad credentials (https://api.github.com/graphql)",
    "gh: Bad credentials (HTTP 401)",
    "Bad credentials - https://docs.github.com/rest",
    '{"message":"Bad credentials","status":"401"}',
  ],
  "github-pull-request-only": [
    "PUT https://api.github.com/repos/octo/app/contents/a: 409 Repository rule violations found",
  ],
  "github-file-changed": [
    '{"message":"sitelist.yml does not match cdd0ea2911d92d5f5cbface7cd662fa70f099280"}',
  ],
  "github-no-login": [
    "GET https://api.github.com/user: 401 Requires authentication []",
    "HttpError: Requires authentication",
    "gh: Requires authentication (HTTP 401)",
  ],
  "github-scope": [
    "gh: You need at least read:packages scope to list packages. (HTTP 403)",
    'gh: This API operation needs the "read:packages" scope. To request it, run: gh auth refresh',
  ],
  "github-no-enterprise": [
    "GraphQL: Only organization-owned repositories can have internal visibility (createRepository)",
  ],
  "github-not-found": [
    "GET https://github.example.org/api/v3/repos/octo/app: 404 Not Found []",
    "gh: Not Found (HTTP 404)",
    "HTTP 404: Not Found (https://api.github.com/repos/octo/app)",
    "HttpError: Not Found - https://docs.github.com/rest",
    '{"message":"Not Found","documentation_url":"https://docs.github.com/rest/repos/repos#get-a-repository","status":"404"}',
  ],
  "network-certificate": [
    "Error: unable to get local issuer certificate",
    "Error: self-signed certificate in certificate chain",
  ],
  "network-proxy": ['Get "https://ghcr.io/v2/": 407 Proxy Authentication Required'],
  "network-no-host": [
    "Error: getaddrinfo ENOTFOUND ghcr.io",
    "dial tcp: lookup ghcr.io on 127.0.0.53:53: server misbehaving",
    "fatal: unable to access 'https://github.com/octo/app/': Could not resolve host: github.com",
    "lookup ghcr.io: Temporary failure in name resolution",
  ],
  "network-refused": ["Error: connect ECONNREFUSED 127.0.0.1:5000"],
  "network-slow": [
    'Get "https://ghcr.io/v2/": net/http: TLS handshake timeout',
    'Get "https://ghcr.io/v2/": (Client.Timeout exceeded while awaiting headers)',
    "Error: connect ETIMEDOUT 140.82.121.33:443",
    "net/http: request canceled while waiting for connection",
  ],
  "network-cut": [
    "read tcp 10.0.0.1:4000->140.82.121.33:443: read: connection reset by peer",
    "Error: read ECONNRESET",
    "failed to copy: unexpected EOF",
    "write tcp 10.0.0.1:4000->140.82.121.33:443: write: broken pipe",
    "write tcp 10.0.0.1:4000: use of closed network connection",
    "failed to do request: io: read/write on closed pipe",
  ],
  "service-ill": [
    "unexpected status from PUT request to https://ghcr.io/v2/a/b/manifests/1: 500 Internal Server Error",
    "received unexpected HTTP status: 503 Service Unavailable",
    "unexpected status from HEAD request to https://ghcr.io/v2/a/b/blobs/x: 504 Gateway Time-out",
  ],
  "name-upper-case": [
    'invalid reference format: repository name (Octo/App) must be lowercase, in "ghcr.io/Octo/App"',
  ],
  "reference-format": ['{"errors":[{"code":"NAME_INVALID","message":"invalid repository name"}]}'],
  "docker-login-empty": ["Must provide --username with --password-stdin", "password is empty"],
  "docker-credentials-helper": [
    "Error saving credentials: mkdir /home/runner/.docker: read-only file system",
  ],
  "docker-daemon": [
    "failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is correct and if the daemon is running",
    "error: failed to connect to any docker daemon",
    "error during connect: this error may indicate that the docker daemon is not running",
  ],
  "platform-missing": [
    "image with reference octo/app:1 was found but does not provide the specified platform (linux/amd64)",
  ],
  "ghcr-unauthorized": ["docker pull ghcr.io/octo/app:1\nError response from daemon: unauthorized"],
  "ghcr-no-delete": [
    "DELETE https://ghcr.io/v2/octo/app/manifests/sha256:12: UNSUPPORTED: The operation is unsupported.",
    "DELETE https://ghcr.io/v2/octo/app/manifests/sha256:12: 405 Method Not Allowed",
    "the registry answered 405 Method Not Allowed to a DELETE: https://ghcr.io/v2/a/b/manifests/x",
  ],
  "ghcr-upload": [
    "PUT https://ghcr.io/v2/octo/app/blobs/upload/1: BLOB_UPLOAD_UNKNOWN",
    "The push refers to repository [ghcr.io/octo/app]\nunknown blob",
  ],
  "ghcr-manifest-unknown": [
    "GET https://ghcr.io/v2/octo/app/manifests/1: MANIFEST_UNKNOWN",
    "no such manifest: ghcr.io/octo/app@sha256:12",
  ],
  "gitlab-denied": ["denied: HTTP Basic: Access denied"],
  "google-denied": [
    "denied: Permission 'artifactregistry.repositories.uploadArtifacts' denied on resource (or it may not exist).",
    'denied: Unauthenticated request. Unauthenticated requests do not have permission "artifactregistry.repositories.uploadArtifacts"',
  ],
  "whose-denied": [
    "failed to authorize: failed to fetch oauth token: unexpected status: 403 Forbidden",
  ],
  "builder-missing": [
    'ERROR: failed to find driver "cloud"',
    "ERROR: no valid drivers found: builder is not running",
    "error: buildkit is not supported on this host",
  ],
  "dockerfile-missing": ['error: "./nowhere": not a valid directory or URL'],
  "pulumi-locked": ["error: [409] Conflict: Another update is currently in progress."],
  "pulumi-passphrase": [
    "error: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
    "error: unable to find either `PULUMI_CONFIG_PASSPHRASE` or `PULUMI_CONFIG_PASSPHRASE_FILE` when trying to access the Passphrase Secrets Provider",
  ],
  "pulumi-decrypt": [
    "error: could not decrypt configuration values: cipher",
    "error: [400] Message authentication failed",
  ],
  "pulumi-plugin": [
    "error: Could not automatically download and install resource plugin 'pulumi-resource-github' at version v6.15.0",
  ],
  "pulumi-login": [
    "error: this command requires logging in; try running `pulumi login` first",
    "error: [401] Unauthorized: No credentials provided or are invalid.",
  ],
};

const table = [
  ...Object.entries(wordings).flatMap(([id, texts]) => texts.map((text) => [text, id] as const)),
  ...fromThreads,
];

const quoted = [...table.map(([text]) => text), ...denials.map(({ example }) => example)];

it.each(denials.flatMap(({ patterns: response }) => response))(
  "%s has a message that shows it",
  (pattern) => {
    expect(quoted.some((text) => text.split("\n").some((line) => pattern.test(line)))).toBe(true);
  },
);

it.each(table)("%s is %s, alone", (text, id) => {
  expect(recognize(text).map(({ denial }) => denial?.id)).toEqual([id]);
});
