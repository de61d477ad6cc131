/** As threads show them; the first word of each comment is the thread's repository. */
export const fromThreads: readonly (readonly [string, string])[] = [
  // charmbracelet/catwalk#518, a private package and no login.
  [
    'Error: fetching "ghcr.io/charmbracelet/catwalk:v1": GET https://ghcr.io/v2/charmbracelet/catwalk/manifests/v1: DENIED: requested access to the resource is denied',
    "ghcr-hidden",
  ],
  // bossett/bsky-feeds#155, a feature of a dev container that has moved.
  [
    `[2025-06-30T14:38:32.337Z] [httpOci] 403: Failed to fetch bearer token for 'ghcr.io': {"errors":[{"code":"DENIED","message":"requested access to the resource is denied"}]}`,
    "ghcr-hidden",
  ],
  // grantbevis/borg-server#10, an owner who was renamed.
  [
    'ERROR: for borg-server  Head "https://ghcr.io/v2/b3vis/borg-server/manifests/latest": denied',
    "ghcr-hidden",
  ],
  // opencloudtouch/opencloudtouch#290, made private by mistake.
  [
    "docker pull ghcr.io/opencloudtouch/opencloudtouch:1.4.3\nError response from daemon: denied",
    "ghcr-hidden",
  ],
  [
    "docker pull ghcr.io/octo/app:1\nError response from daemon: error from registry: denied",
    "ghcr-hidden",
  ],
  // nginx/nginx-gateway-fabric#4282, an old login.
  [
    'Error: INSTALLATION FAILED: GET "https://ghcr.io/v2/nginx/charts/nginx-gateway-fabric/tags/list": GET "https://ghcr.io/token?scope=repository%3Anginx%2Fcharts%2Fnginx-gateway-fabric%3Apull&service=ghcr.io": response status code 403: denied: denied',
    "ghcr-denied",
  ],
  // vividboarder/vaultwarden_ldap#203, and podman's misspelling.
  [
    "Error: initializing source docker://ghcr.io/vividboarder/vaultwarden_ldap:latest: Requesting bear token: invalid status code from registry 403 (Forbidden)",
    "ghcr-token-refused",
  ],
  // mccutchen/go-httpbin#223.
  [
    "docker://ghcr.io/mccutchen/go-httpbin: Requesting bearer token: received unexpected HTTP status: 403 Forbidden",
    "ghcr-token-refused",
  ],
  // apple/container#183, an expired token.
  [
    'Error: unknown: "HTTP request to https://ghcr.io/token?client_id=containerization-registry-client&service=ghcr.io&scope=repository:user/image:pull failed with response: 403 Forbidden"',
    "ghcr-token-refused",
  ],
  // openai/tunnel-client#75, a private package and no login.
  [
    "ghcr.io/openai/tunnel-client-runtime:0.0.14: failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aopenai%2Ftunnel-client-runtime%3Apull&service=ghcr.io: 401 Unauthorized",
    "ghcr-token-refused",
  ],
  // leomartindev/voy#3, a private package.
  [
    'Error response from daemon: unknown: failed to resolve reference "ghcr.io/leomartindev/voy:latest": unexpected status from HEAD request to https://ghcr.io/v2/leomartindev/voy/manifests/latest: 403 Forbidden',
    "ghcr-forbidden",
  ],
  // redhat-actions/push-to-registry#52: podman names no registry.
  [
    "Error: trying to reuse blob sha256:b2d5 at destination: failed to read from destination repository my_org/my_image: 403 (Forbidden)",
    "whose-denied",
  ],
  // luzilla/dnsbl_exporter#313, fixed in the package's settings.
  [
    'Error: failed to perform "Push" on destination: POST "https://ghcr.io/v2/luzilla/charts/dnsbl-exporter/blobs/uploads/": response status code 403: denied: permission_denied: write_package',
    "ghcr-write-package",
  ],
  // tuna-os/tunaOS#642.
  [
    "Error: writing blob: initiating layer upload to /v2/tuna-os/flounder-sid/blobs/uploads/ in ghcr.io: denied: permission_denied: write_package",
    "ghcr-write-package",
  ],
  // product-os/flowzone#516, an App's token.
  [
    "Error: failed to copy index: POST https://ghcr.io/v2/product-os/flowzone/blobs/uploads/: DENIED: permission_denied: installation not allowed to Create organization package",
    "ghcr-installation",
  ],
  // bank-vaults/bank-vaults#1640, as Kubernetes prints it.
  [
    'Failed to pull image "ghcr.io/banzaicloud/vault-env:1.15.0": rpc error: code = Unknown desc = failed to pull and unpack image "ghcr.io/banzaicloud/vault-env:1.15.0": failed to copy: httpReaderSeeker: failed open: unexpected status code https://ghcr.io/v2/banzaicloud/vault-env/blobs/sha256:766c: 401 Unauthorized - Server message: unauthorized: unauthenticated: User cannot be authenticated with the token provided.',
    "ghcr-unauthenticated",
  ],
  // nvidia/cuda-quantum#3979.
  [
    "#30 ERROR: failed to copy: httpReadSeeker: failed open: unexpected status code https://ghcr.io/v2/nvidia/cache/blobs/sha256:f6d2: 429 Too Many Requests - Server message: toomanyrequests: retry-after: 333.939671ms",
    "rate-limit",
  ],
  // felddy/foundryvtt-docker#362, with the reference that BuildKit puts before it today.
  [
    '#101 ERROR: failed to push ghcr.io/felddy/foundryvtt:1: failed commit on ref "layer-sha256:b944": cannot reuse body, request must be retried',
    "ghcr-upload",
  ],
  // homebrew/brew#11066: a bearer without a token.
  [
    'https://ghcr.io/v2/brewsci/bio/adam/blobs/sha256:f6d0 {"errors":[{"code":"UNAUTHORIZED","message":"authentication token not provided"}]}',
    "ghcr-unauthorized",
  ],
  // os-climate/os_c_data_commons#366.
  [
    "remote: Personal access tokens (classic) are forbidden from accessing this repository.",
    "github-classic-forbidden",
  ],
  // integrations/terraform-provider-github#762, fixed by the scope workflow.
  [
    "Error: PUT https://api.github.com/repos/octo/app/contents/.github/workflows/compare.yml: 404 Not Found []",
    "github-workflow-scope",
  ],
  [
    "GET https://api.github.com/repos/octo/app/contents/.github/workflows/compare.yml: 404 Not Found []",
    "github-not-found",
  ],
  // integrations/terraform-provider-github#2681.
  [
    "PUT https://ndia.ghe.com/api/v3/repos/octo/app/actions/permissions: 409  []",
    "github-workflow-permissions-conflict",
  ],
  // rundel/ghclass#144.
  [
    "GitHub API error (403): You must be an org admin or have the actions policies fine-grained permission.",
    "github-no-administrator",
  ],
  // docker/cli, in 2026 and before.
  ["error: cannot perform an interactive login from a non-TTY device", "docker-login-empty"],
  ["Error: Cannot perform an interactive login from a non TTY device", "docker-login-empty"],
  ["the --password-stdin option requires --username to be set", "docker-login-empty"],
  // udacity/CNAND_nd064_C4_Observability_Starter_Files#1, a wrong name.
  [
    "Error response from daemon: Get https://ghcr.io/v2/thejaysmith/mytrial/manifests/v1: denied",
    "ghcr-hidden",
  ],
  // whiteducksoftware/az-dns-forwarder#1.
  [
    "Error response from daemon: Get https://ghcr.io/v2/whiteducksoftware/az-dns-forwarder/az-dns-forwarder/manifests/latest: unauthorized",
    "ghcr-unauthorized",
  ],
  // Termix-SSH/Support#186: the name service refused, not ghcr.io.
  [
    'Error response from daemon: Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io on [::1]:53: read udp [::1]:49751->[::1]:53: read: connection refused.',
    "network-no-host",
  ],
  // rancher-sandbox/rancher-desktop#5301.
  ["docker push ghrc.io/octo/app:latest", "host-misspelt"],
  ["ERROR: failed to push ghrc.io/octo/app:1: denied: denied", "host-misspelt"],
];
