import { denials, findDenial, recognize } from "../../../core/denials";
import { failureOf } from "../../../core/http/failure";
import { gitHubRefusal, registryRefusal } from "../http/refused";
import { denials as ghcrAnswers } from "../../../sandbox/registry/denials";

const place = { owner: "octo", name: "group/app" };

describe("an answer of ghcr.io", () => {
  const ids: Readonly<Record<keyof typeof ghcrAnswers, string | undefined>> = {
    unauthorized: "ghcr-unauthorized",
    unauthenticated: "ghcr-unauthenticated",
    denied: "ghcr-denied",
    invalidToken: undefined,
    scopes: "ghcr-scopes",
    readPackage: "ghcr-read-package",
    writePackage: "ghcr-write-package",
    createPackage: "ghcr-create-package",
    installationRead: "ghcr-installation",
    installationWrite: "ghcr-installation",
    installationCreate: "ghcr-installation",
    manifestUnknown: "ghcr-manifest-unknown",
    nameUnknown: undefined,
    invalidName: "reference-format",
    unsupported: "ghcr-no-delete",
    notFound: undefined,
  };

  it.each(Object.entries(ghcrAnswers))("%s is found as in a log", (name, { code, ...answer }) => {
    const { message, status } = answer;
    const found = findDenial(registryRefusal(code, message, place, { status }));
    expect(found?.denial.id).toBe(ids[name as keyof typeof ids]);
    const line = `Error: GET "https://ghcr.io/v2/": ${code.toLowerCase()}: ${message}`;
    const [inLog] = recognize(line);
    // Some clients print the code as it is, and only that form is in the table.
    if (name !== "invalidName") expect(inLog?.denial?.id).toBe(found?.denial.id);
  });

  it("also applies to a registry that responds as ghcr.io does", () => {
    const refusal = registryRefusal("DENIED", "denied", place, { host: "LOCALHOST:5000" });
    expect(findDenial(refusal)).toBeUndefined();
    expect(findDenial(refusal, ["localhost:5000"])?.denial.id).toBe("ghcr-denied");
  });

  it("has a fix for this package and host", () => {
    const found = findDenial(registryRefusal("DENIED", "permission_denied: read_package", place));
    expect(found?.fix.join("\n")).toContain("docker login ghcr.io");
    expect(found?.fix.join("\n")).toContain("/users/octo/packages/container/group%2Fapp/settings");
  });

  it("with several errors is the first denial of the table that matches any of them", () => {
    const one = registryRefusal("DENIED", "the stars are wrong");
    const errors = [...one.errors, { code: "DENIED", message: "permission_denied: write_package" }];
    expect(findDenial({ ...one, errors })?.denial.id).toBe("ghcr-write-package");
  });
});

it.each([
  ["docker.io", "UNAUTHORIZED", "authentication required", "docker-hub-denied"],
  ["docker.io", "DENIED", "requested access to the resource is denied", "docker-hub-denied"],
  [
    "docker.io",
    "TOOMANYREQUESTS",
    "You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit",
    "docker-hub-rate-limit",
  ],
  ["registry.gitlab.com", "DENIED", "access forbidden", "gitlab-denied"],
  ["quay.io", "UNAUTHORIZED", "access to the requested resource is not authorized", "quay-denied"],
  [
    "example.azurecr.io",
    "UNAUTHORIZED",
    "authentication required, visit https://aka.ms/acr/authorization for more information.",
    "azure-denied",
  ],
  [
    "europe-docker.pkg.dev",
    "DENIED",
    'Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/p"',
    "google-denied",
  ],
  ["registry.example.com", "TOOMANYREQUESTS", "slow down", "rate-limit"],
  ["registry.example.com", "UNAUTHORIZED", "authentication required", undefined],
  ["registry.example.com", "DENIED", "permission_denied: write_package", undefined],
])("%s's own '%s: %s' is %s", (host, code, message, id) => {
  expect(findDenial(registryRefusal(code, message, {}, { host }))?.denial.id).toBe(id);
});

it("a body of another form is looked up by its text", () => {
  const text = '{"details":"incorrect username or password"}';
  const refusal = {
    ...registryRefusal("", "", {}, { host: "docker.io" }),
    errors: [{ message: text }],
  };
  expect(findDenial({ ...refusal, text })?.denial.id).toBe("docker-hub-login");
});

it.each([429, 500, 502, 503, 504])("the status %i is enough, whoever answers", (status) => {
  const refusal = { ...registryRefusal("", "", {}, { host: "docker.io", status }), errors: [] };
  const id = status === 429 ? "rate-limit" : "service-ill";
  expect(findDenial(refusal)?.denial.id).toBe(id);
  expect(findDenial({ ...refusal, status: 403 })).toBeUndefined();
});

describe("an answer of GitHub's API", () => {
  const repository = { owner: "octo", repository: "app" };

  it.each([
    [401, "Bad credentials", "github-bad-credentials"],
    [401, "Requires authentication", "github-no-login"],
    [403, "Resource not accessible by integration", "github-integration-permission"],
    [403, "Must have admin rights to Repository.", "github-no-administrator"],
    [404, "Not Found", "github-not-found"],
    [403, "the stars are wrong", undefined],
    // ghcr.io's words, which GitHub's API does not use.
    [403, "permission_denied: write_package", undefined],
  ])("%i %s is %s", (status, message, id) => {
    expect(findDenial(gitHubRefusal(status, message, repository))?.denial.id).toBe(id);
  });

  it("has a fix for this repository", () => {
    const found = findDenial(gitHubRefusal(404, "Not Found", repository));
    expect(found?.fix[0]).toBe(
      "Check whether https://github.com/octo/app opens for the token's account",
    );
  });

  it("is not confused with another server's same message", () => {
    const { errors } = gitHubRefusal(401, "Bad credentials");
    const refusal = { ...registryRefusal("", "", {}, { status: 401 }), errors };
    expect(findDenial(refusal)).toBeUndefined();
  });
});

it.each([
  ["ENOTFOUND", "network-no-host"],
  ["ECONNREFUSED", "network-refused"],
  ["UND_ERR_CONNECT_TIMEOUT", "network-slow"],
  ["ECONNRESET", "network-cut"],
  ["SELF_SIGNED_CERT_IN_CHAIN", undefined],
])("a connection that fails with %s is %s", (code, id) => {
  const failure = failureOf({ code }, "registry.example.com");
  const found = findDenial(failure);
  expect(found?.denial.id).toBe(id);
  if (id === "network-slow") expect(found?.fix[0]).toContain("https://registry.example.com/v2/");
});

it("the error fields of each row identify that row", () => {
  for (const { id, errors = [], host: rule } of denials) {
    const host =
      rule === "ghcr.io" ? "ghcr.io" : rule instanceof RegExp ? hostOf(rule) : "a.example";
    for (const { server = "registry", status = 401, code = "", message } of errors) {
      if (status === 401 && message === undefined && code.startsWith("E")) continue;
      const words = message === undefined ? "" : message.source.replace(/[\^$]|\\(?=\.)/g, "");
      const refusal = registryRefusal(code, words, {}, { host, status });
      const asFailure = failureOf({ code }, host);
      const found = findDenial({ ...refusal, server }) ?? findDenial(asFailure);
      expect([id, found?.denial.id]).toEqual([id, id]);
    }
  }
});

function hostOf(rule: RegExp): string {
  const hosts = ["docker.io", "registry.gitlab.com", "quay.io", "a.azurecr.io", "a.pkg.dev"];
  return hosts.find((host) => rule.test(host)) ?? "";
}
