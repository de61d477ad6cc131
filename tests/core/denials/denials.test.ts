import { denials, recognize, type RecognizedDenial } from "../../../core/denials";

const ids = (findings: readonly RecognizedDenial[]): readonly (string | null)[] =>
  findings.map(({ denial }) => denial?.id ?? null);

/** The examples of these rows, as the table has them. */
const messages = [
  ...["ghcr-denied", "ghcr-unauthenticated", "ghcr-scopes", "ghcr-write-package"],
  ...["ghcr-create-package", "ghcr-read-package", "ghcr-installation", "ghcr-rate-limit"],
  ...["name-upper-case", "reference-format", "github-single-sign-on", "github-name-exists"],
  ...["github-workflow-permissions-conflict", "github-archived", "github-rate-limit"],
  ...["github-rate-limit-secondary", "ghcr-no-delete", "pulumi-locked"],
].map((id) => [denials.find((denial) => denial.id === id)?.example ?? "", id] as const);

const colored = (message: string): string => `\u001b[31m\u001b[1m${message}\u001b[0m\r`;

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
    "in gh's columns",
    (message) => `publish\tPush\t\uFEFF2026-10-01T10:00:02.1234567Z ##[error]${message}`,
  ],
  [
    "after docker login",
    (message) => `Logging into ghcr.io...\nError response from daemon: ${message}\n`,
  ],
  ["in colors and with Windows' line ends", (message) => `one\r\n${colored(message)}\nthree\r\n`],
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
    const findings = recognize(around(message));
    expect(ids(findings)).toEqual([id]);
    expect(findings[0]?.fix.length).toBeGreaterThan(0);
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
    expect(ids(recognize(text))).toEqual([id]);
  });
});

describe("a message that a terminal wrapped", () => {
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
    const [finding, ...more] = recognize(`before\n${text}\nafter`);
    expect([finding?.denial?.id, more.map(({ message }) => message)]).toEqual([id, []]);
    expect(finding?.line).toBe(2);
    expect(finding?.lastLine).toBeGreaterThan(2);
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
  expect(recognize(text)).toEqual([]);
});

describe("the registry that an earlier line names", () => {
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
    // The host of an unrelated line before a refusal is not the refusal's.
    [`forty letters and more that name ghcr.io/octo/app\nsomething": unauthorized`, null],
  ])("%j makes it %s", (text, id) => {
    expect(ids(recognize(text))).toEqual([id]);
  });
});

describe("a recognized refusal", () => {
  it("has the owner and the name of the package filled in", () => {
    const [finding] = recognize(
      "ERROR: failed to push ghcr.io/hellocplusplus0/v7/backend:latest: denied: permission_denied: write_package",
    );
    expect(finding?.fix[0]).toBe(
      "Under Manage Actions access, add the repository with the role Write: https://github.com/users/hellocplusplus0/packages/container/v7%2Fbackend/settings",
    );
  });

  it.each([
    "https://api.github.com",
    "https://octo.ghe.com/api/v3",
    "https://localhost:5000/api/v3",
  ])("has the owner of a repository filled in, from an API at %s", (api) => {
    const text = `PUT ${api}/repos/octo/app/actions/permissions/workflow: 409  []`;
    expect(recognize(text)[0]?.fix[1]).toBe(
      "Ask an owner of the organization to change it: https://github.com/organizations/octo/settings/actions",
    );
  });

  it("keeps a placeholder for what the message does not name", () => {
    expect(recognize("permission_denied: write_package")[0]?.fix[0]).toContain(
      "https://github.com/users/OWNER/packages/container/NAME/settings",
    );
  });

  it("treats another host as ghcr.io if configured", () => {
    const text = 'Get "https://localhost:5000/v2/": denied: denied';
    expect(ids(recognize(text))).toEqual([null]);
    expect(ids(recognize(text, { registries: ["localhost:5000"] }))).toEqual(["ghcr-denied"]);
    expect(recognize(text, { registries: ["localhost:5000"] })[0]?.fix[0]).toBe(
      "docker logout localhost:5000",
    );
  });

  it("counts repeated messages, and keeps the one that names the package", () => {
    const [finding, ...more] = recognize(
      "#12 ERROR: denied: permission_denied: write_package\n\nERROR: failed to push ghcr.io/octo/app:1: denied: permission_denied: write_package",
    );
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ times: 2, line: 3, host: "ghcr.io" });
    expect(finding?.message).toContain("ghcr.io/octo/app:1");
  });

  it("keeps two packages apart", () => {
    const line = (name: string): string =>
      `failed to push ghcr.io/octo/${name}:1: denied: permission_denied: write_package`;
    expect(recognize(`${line("one")}\n${line("two")}`)).toHaveLength(2);
  });

  it("quotes an unknown message completely, and guesses nothing", () => {
    expect(recognize("2026-10-01T10:00:00.1234567Z ##[error]denied: the moon is full")[0]).toEqual({
      line: 1,
      lastLine: 1,
      message: "denied: the moon is full",
      host: null,
      denial: null,
      cause: "This message is not recognized, so its cause is unknown.",
      fix: [],
      times: 1,
    });
  });
});
