import { recognise, type Recognised } from "../../ghcr/denials";

const ids = (findings: readonly Recognised[]): readonly (string | null)[] =>
  findings.map(({ denial }) => denial?.id ?? null);

/** The messages that users met, as they were printed, with what each is. */
const messages: readonly (readonly [string, string])[] = [
  ['Get "https://ghcr.io/v2/": denied: denied', "ghcr-denied"],
  [
    "unauthorized: unauthenticated: User cannot be authenticated with the token provided.",
    "ghcr-unauthenticated",
  ],
  ["denied: permission_denied: The token provided does not match expected scopes.", "ghcr-scopes"],
  ["denied: permission_denied: write_package", "ghcr-write-package"],
  ["permission_denied: create_package", "ghcr-create-package"],
  ["permission_denied: read_package", "ghcr-read-package"],
  ["denied: installation not allowed to Create organization package", "ghcr-installation"],
  ["denied: installation not allowed to Write organization package", "ghcr-installation"],
  ["denied: installation not allowed to Read organization package", "ghcr-installation"],
  ['invalid tag "ghcr.io/Owner/Repo:x": repository name must be lowercase', "name-upper-case"],
  ["invalid reference format", "reference-format"],
  ["toomanyrequests: retry-after: 985.86µs, allowed: 44000/minute", "ghcr-rate-limit"],
  [
    "Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.",
    "github-single-sign-on",
  ],
  [
    "PUT https://api.github.com/repos/octo/app/actions/permissions/workflow: 409  []",
    "github-workflow-permissions-conflict",
  ],
  [
    "POST https://api.github.com/user/repos: 422 Repository creation failed. [{Resource:Repository Field:name Code:custom Message:name already exists on this account}]",
    "github-name-exists",
  ],
  [
    "PATCH https://api.github.com/repos/octo/app: 403 Repository was archived so is read-only. []",
    "github-archived",
  ],
  ["403 API rate limit exceeded for user ID 583231. []", "github-rate-limit"],
  [
    "403 You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
    "github-rate-limit-secondary",
  ],
  [
    "this registry answered 405 Method Not Allowed to a DELETE: https://ghcr.io/v2/a/b/manifests/x",
    "ghcr-no-delete",
  ],
  ["the stack is currently locked by 1 lock(s)", "pulumi-locked"],
  [
    "failed to push ghcr.io/hellocplusplus0/v7/backend:latest: denied: permission_denied: The token provided does not match expected scopes.",
    "ghcr-scopes",
  ],
];

/** As threads show them; the first word of each comment is the thread's repository. */
const fromThreads: readonly (readonly [string, string])[] = [
  // charmbracelet/catwalk#518, a private package and no login.
  [
    'Error: fetching "ghcr.io/charmbracelet/catwalk:v1": GET https://ghcr.io/v2/charmbracelet/catwalk/manifests/v1: DENIED: requested access to the resource is denied',
    "ghcr-hidden",
  ],
  // dragonflydb/dragonfly-operator#383, a name without its last part.
  [
    'Error: failed to perform "FetchReference" on source: GET "https://ghcr.io/v2/dragonflydb/dragonfly-operator/helm/manifests/v1.2.1": GET "https://ghcr.io/token?scope=repository%3Adragonflydb%2Fdragonfly-operator%2Fhelm%3Apull&service=ghcr.io": response status code 403: denied: requested access to the resource is denied',
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
  // luzilla/dnsbl_exporter#313, mended in the package's settings.
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
  // bank-vaults/bank-vaults#1640, as Kubernetes tells it.
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
  // integrations/terraform-provider-github#762, mended by the scope workflow.
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
  // rancher-sandbox/rancher-desktop#5301.
  ["docker push ghrc.io/octo/app:latest", "host-misspelt"],
  ["ERROR: failed to push ghrc.io/octo/app:1: denied: denied", "host-misspelt"],
  // microsoft/azure-pipelines-tasks#20625.
  [
    "The push refers to repository [ghcr.io//my-repo]\n0ed3a6e33f2d: Preparing\n261abc8281b7: Waiting\ndenied: denied",
    "ghcr-denied",
  ],
];

it.each(fromThreads)("%s is %s, alone", (text, id) => {
  expect(ids(recognise(text))).toEqual([id]);
});

const coloured = (message: string): string => `\u001b[31m\u001b[1m${message}\u001b[0m\r`;

/** Real outputs, with a place for the message. */
const surroundings: readonly (readonly [string, (message: string) => string])[] = [
  ["alone", (message) => message],
  [
    "in a BuildKit push",
    (message) =>
      [
        "#11 [auth] octo/app:pull,push token for ghcr.io",
        "#11 DONE 0.0s",
        "",
        "#12 exporting to image",
        "#12 pushing layers 0.4s done",
        `#12 ERROR: ${message}`,
        "------",
        " > exporting to image:",
        "------",
        `ERROR: failed to build: failed to solve: ${message}`,
      ].join("\n"),
  ],
  [
    "in Pulumi's diagnostics",
    (message) =>
      [
        "Diagnostics:",
        "  pulumi:pulumi:Stack (publish-dev):",
        "    error: update failed",
        "",
        "  docker-build:index:Image (backend):",
        `    error: ${message}`,
        "",
        "Resources:",
        "    3 unchanged",
      ].join("\n"),
  ],
  [
    "in a log of Actions",
    (message) =>
      [
        "2026-10-01T10:00:00.1234567Z ##[group]Run docker/build-push-action@v6",
        "2026-10-01T10:00:01.0000000Z ##[endgroup]",
        `2026-10-01T10:00:02.1234567Z ##[error]buildx failed with: ERROR: ${message}`,
        "2026-10-01T10:00:03.0000000Z Post job cleanup.",
      ].join("\n"),
  ],
  [
    "after docker login",
    (message) => `Logging into ghcr.io...\nError response from daemon: ${message}\n`,
  ],
  ["in colours and with Windows' line ends", (message) => `one\r\n${coloured(message)}\nthree\r\n`],
  ["in a JSON string", (message) => JSON.stringify({ level: "error", msg: message })],
  [
    "in a JSON string in a JSON string",
    (message) => JSON.stringify({ body: JSON.stringify({ message }) }),
  ],
  [
    "in Terraform's box",
    (message) => `╷\n│ Error: ${message}\n│ \n│   with github_repository.app,\n╵`,
  ],
  ["after a compose service's name", (message) => `publisher-1  | ${message}`],
];

describe.each(surroundings)("%s", (_where, around) => {
  it.each(messages)("'%s' is %s", (message, id) => {
    const findings = recognise(around(message));
    expect(ids(findings)).toEqual([id]);
    expect(findings[0]?.mend.length).toBeGreaterThan(0);
    // eslint-disable-next-line no-control-regex -- that none is left is what is tested
    expect(findings[0]?.message).not.toMatch(/\u001b|\r/);
    expect(around(message).split("\n")[(findings[0]?.line ?? 0) - 1]).toBeDefined();
  });
});

describe("a registry's error body", () => {
  it.each([
    [
      '{"errors":[{"code":"DENIED","message":"permission_denied: write_package"}]}',
      "ghcr-write-package",
    ],
    ['GET https://ghcr.io/token: {"errors":[{"code":"DENIED","message":"denied"}]}', "ghcr-denied"],
    [
      'https://ghcr.io/v2/ {\\"errors\\":[{\\"code\\":\\"DENIED\\",\\"message\\":\\"denied\\"}]}',
      "ghcr-denied",
    ],
    [
      "GET https://ghcr.io/token?scope=repository%3Aa%2Fb%3Apull&service=ghcr.io: DENIED: denied",
      "ghcr-denied",
    ],
    [
      'StatusCodeError: 401 - {"errors":[{"code":"UNAUTHORIZED","message":"unauthenticated: User cannot be authenticated with the token provided."}]}',
      "ghcr-unauthenticated",
    ],
    [
      '{\n  "code": "DENIED",\n  "message": "installation not allowed to Create organization package"\n}',
      "ghcr-installation",
    ],
    ['docker login ghcr.io\n{\n  "code": "DENIED",\n  "message": "denied"\n}', "ghcr-denied"],
  ])("%s is %s", (text, id) => {
    expect(ids(recognise(text))).toEqual([id]);
  });
});

describe("a message that a terminal broke", () => {
  it.each([
    [
      "ERROR: failed to push ghcr.io/octo/app:1: denied: permission_denied: The token\nprovided does not match expected scopes.",
      "ghcr-scopes",
    ],
    [
      "ERROR: failed to push ghcr.io/octo/app:1: denied: permission_denied: write_pac\nkage",
      "ghcr-write-package",
    ],
    ['Error response from daemon: Get "https://ghcr.io/v2/": denied: de\nnied', "ghcr-denied"],
    [
      "403 Resource protected by organization SAML\nenforcement. You must grant your Personal\nAccess token access to this organization.",
      "github-single-sign-on",
    ],
  ])("%j is %s, on all its lines", (text, id) => {
    const [finding, ...more] = recognise(`before\n${text}\nafter`);
    expect([finding?.denial?.id, more.map(({ message }) => message)]).toEqual([id, []]);
    expect(finding?.line).toBe(2);
    expect(finding?.lastLine).toBeGreaterThan(2);
  });
});

/** What looks like ghcr.io's, and is another's, or nobody's that can be told. */
const others: readonly (readonly [string, string | null])[] = [
  ["denied: requested access to the resource is denied", "whose-resource-denied"],
  [
    "The push refers to repository [docker.io/octo/app]\n5f70bf18a086: Preparing\ndenied: requested access to the resource is denied",
    "docker-hub-denied",
  ],
  [
    "failed to push octo/app:1: push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
    "whose-denied",
  ],
  [
    "failed to push docker.io/octo/app:1: push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
    "docker-hub-denied",
  ],
  [
    "Error response from daemon: Get https://registry-1.docker.io/v2/: unauthorized: incorrect username or password",
    "docker-hub-login",
  ],
  [
    'Head "https://registry.gitlab.com/v2/group/project/manifests/latest": denied: access forbidden',
    "gitlab-denied",
  ],
  ["ERROR: unauthorized: access to the requested resource is not authorized", "quay-denied"],
  ["no basic auth credentials", "whose-denied"],
  ["123.dkr.ecr.eu-west-1.amazonaws.com/app: no basic auth credentials", "no-basic-auth"],
  [
    "unauthorized: authentication required, visit https://aka.ms/acr/authorization for more information.",
    "azure-denied",
  ],
  ["unauthorized: authentication required", "whose-denied"],
  [
    'denied: Permission "artifactregistry.repositories.uploadArtifacts" denied on resource "x"',
    "google-denied",
  ],
  // ghcr.io's words, and another host beside them.
  [
    "failed to push registry.example.org/octo/app:1: denied: permission_denied: write_package",
    null,
  ],
  ["npm error 403 https://npm.pkg.github.com/octo: denied: permission_denied: write_package", null],
  ['Get "https://registry.example.org/v2/": denied: denied', null],
  [
    "failed to push harbor.example.org:8443/octo/app: unexpected status from HEAD request to https://harbor.example.org:8443/v2/octo/app/blobs/x: 403 Forbidden",
    null,
  ],
  ["docker login quay.io\nError response from daemon: denied: denied", null],
  ["denied: denied", "whose-denied"],
  ["Error response from daemon: denied", "whose-denied"],
  ["ERROR: failed to solve: unexpected status: 403 Forbidden", "whose-denied"],
  // A limit, whatever the status.
  [
    '403 Forbidden body: "{\\"message\\": \\"You have exceeded a secondary rate limit.',
    "github-rate-limit-secondary",
  ],
  [
    "toomanyrequests: You have reached your pull rate limit. https://www.docker.com/increase-rate-limit",
    "docker-hub-rate-limit",
  ],
  ["denied: too many requests: 429 Too Many Requests", "rate-limit"],
  [
    "POST https://ghcr.io/v2/a/b/blobs/uploads/: TOOMANYREQUESTS: retry-after: 10.305464ms, allowed: 2000/minute",
    "ghcr-rate-limit",
  ],
  // redhat-actions/podman-login#5, and the same of nobody.
  [
    "Error initializing source docker://registry.redhat.io/ubi8: unable to retrieve auth token: invalid username/password: unauthorized: Please login to the Red Hat Registry using your Customer Portal credentials.",
    null,
  ],
  [
    "docker://registry.example.org/octo/app: Requesting bearer token: received unexpected HTTP status: 403 Forbidden",
    null,
  ],
  ["Error response from daemon: error from registry: denied", "whose-denied"],
  ["docker pull quay.io/octo/app\nError response from daemon: denied", null],
  // docker/build-push-action#586: a full plan of another registry.
  ["denied: registry contains 1 repositories, limit is 1", null],
  // rancher-sandbox/rancher-desktop#5301: a proxy's page.
  ['"<html><body><h1>403 Forbidden</h1>\\nRequest forbidden by administrative rules."', null],
  // GoogleContainerTools/kaniko#2222: harbor's.
  [
    "POST https://harbor.example.org/v2/octo/app/blobs/uploads/: UNAUTHORIZED: unauthorized to access repository: octo/app, action: push",
    null,
  ],
  // tokusumi and others: a scope that is no registry's.
  ["unauthorized: access token has insufficient scopes", null],
  // Nothing but a refusal's sound.
  ["permission denied: ./push-to-ghcr.sh", null],
  ["AccessDenied: User: arn:aws:iam::1:user/x is not authorized to perform: s3:GetObject", null],
  ["Bad credentials: 401", null],
  ["GET https://gitlab.example.org/api/v4/projects/1: 404 Not Found", null],
  ["error: HTTP 403 from https://proxy.example.org/", null],
  ["denied: permission_denied: something_new", null],
];

describe("another's words", () => {
  it.each(others)("%j is %s", (text, id) => {
    const findings = recognise(text);
    expect(ids(findings)).toEqual([id]);
    if (id === null) expect(findings[0]?.message).toBe(text.split("\n").at(-1));
  });

  it("are never ghcr.io's, with or without its name elsewhere in the text", () => {
    for (const [text] of others) {
      const speakers = recognise(`ghcr.io/octo/app is next\n${text}`).map(
        ({ denial }) => denial?.from,
      );
      if (!text.includes("https://ghcr.io")) expect(speakers).not.toContain("ghcr.io");
    }
  });
});

it.each([
  "",
  "Login Succeeded",
  "#12 pushing manifest for ghcr.io/octo/app:1@sha256:4031 done",
  "took 1: 403 ms, 401 files, 404 kB",
  "latest: digest: sha256:4013 size: 403",
  "Resources:\n    + 403 created",
  "permissions:\n  packages: write",
  "GET https://api.github.com/user: 200",
  // A push that is answered 405 (helm/helm#10152) is not a deletion that ghcr.io does not do.
  "failed to push ghcr.io/octo/app:1: unexpected status: 405 Method Not Allowed",
])("nothing is found in %j", (text) => {
  expect(recognise(text)).toEqual([]);
});

describe("the registry that was spoken of before", () => {
  const push = "The push refers to repository [ghcr.io/octo/app]";
  it.each([
    [`${push}\n0ed3a6e33f2d: Preparing\ndenied: denied`, "ghcr-denied"],
    [
      `Unable to find image 'ghcr.io/octo/app:1' locally\ndocker: Error response from daemon: denied`,
      "ghcr-hidden",
    ],
    [`${push}\n##[group]Run something else\ndenied: denied`, "whose-denied"],
    [`${push}\n1: digest: sha256:12 size: 1\ndenied: denied`, "whose-denied"],
    [`docker login ghcr.io\nLogin Succeeded\ndenied: denied`, "whose-denied"],
    [
      `docker push octo/app\ndenied: requested access to the resource is denied`,
      "docker-hub-denied",
    ],
    [`${push}\n${"0ed3a6e33f2d: Waiting\n".repeat(300)}denied: denied`, "whose-denied"],
    // A line that only stands before a refusal lends it no host.
    [`forty letters and more that name ghcr.io/octo/app\nsomething": unauthorized`, null],
  ])("%j makes it %s", (text, id) => {
    expect(ids(recognise(text))).toEqual([id]);
  });
});

describe("what is told", () => {
  it("has the owner and the name of the package put in", () => {
    const [finding] = recognise(
      "ERROR: failed to push ghcr.io/hellocplusplus0/v7/backend:latest: denied: permission_denied: write_package",
    );
    expect(finding?.mend[0]).toBe(
      "https://github.com/users/hellocplusplus0/packages/container/v7%2Fbackend/settings: Manage Actions access, add the repository with the role Write",
    );
  });

  it("leaves a place for what the message does not tell", () => {
    expect(recognise("permission_denied: write_package")[0]?.mend[0]).toContain(
      "https://github.com/users/OWNER/packages/container/NAME/settings",
    );
  });

  it("takes another host for ghcr.io where it is told to", () => {
    const text = 'Get "https://localhost:5000/v2/": denied: denied';
    expect(ids(recognise(text))).toEqual([null]);
    expect(ids(recognise(text, { registries: ["localhost:5000"] }))).toEqual(["ghcr-denied"]);
    expect(recognise(text, { registries: ["localhost:5000"] })[0]?.mend[0]).toBe(
      "docker logout localhost:5000",
    );
  });

  it("counts what is said again, and takes the one that tells of which package", () => {
    const [finding, ...more] = recognise(
      "#12 ERROR: denied: permission_denied: write_package\n\nERROR: failed to push ghcr.io/octo/app:1: denied: permission_denied: write_package",
    );
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ times: 2, line: 3, host: "ghcr.io" });
    expect(finding?.message).toContain("ghcr.io/octo/app:1");
  });

  it("keeps two packages apart", () => {
    const line = (name: string): string =>
      `failed to push ghcr.io/octo/${name}:1: denied: permission_denied: write_package`;
    expect(recognise(`${line("one")}\n${line("two")}`)).toHaveLength(2);
  });

  it("shows an unknown message whole, and guesses nothing", () => {
    expect(recognise("2026-10-01T10:00:00.1234567Z ##[error]denied: the moon is full")[0]).toEqual({
      line: 1,
      lastLine: 1,
      message: "denied: the moon is full",
      host: null,
      denial: null,
      cause: "This message is unknown: nothing is told of its cause.",
      mend: [],
      times: 1,
    });
  });
});
