import { denials, pageOf, recognize, type RecognizedDenial } from "../../../core/denials";

const ids = (findings: readonly RecognizedDenial[]): readonly (string | null)[] =>
  findings.map(({ denial }) => denial?.id ?? null);

/** Messages that look like ghcr.io's but come from another program, or from an unknown one. */
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
  // redhat-actions/podman-login#5, and the same without a registry.
  [
    "Error initializing source docker://registry.redhat.io/ubi8: unable to retrieve auth token: invalid username/password: unauthorized: Please login to the Red Hat Registry using your Customer Portal credentials.",
    null,
  ],
  [
    "docker://registry.example.org/octo/app: Requesting bearer token: received unexpected HTTP status: 403 Forbidden",
    null,
  ],
  ["Error response from daemon: error from registry: denied", "whose-denied"],
  // docker/docs#22965: a hidden package's words, at GitLab.
  [
    "Error response from daemon: pull access denied for registry.gitlab.com/octo/app, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    null,
  ],
  [
    "Error response from daemon: Get https://registry.example.org/v2/octo/app/manifests/v1: denied",
    null,
  ],
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

describe("other programs' messages", () => {
  it.each(others)("%j is %s", (text, id) => {
    const findings = recognize(text);
    expect(ids(findings)).toEqual([id]);
    if (id === null) expect(findings[0]?.message).toBe(text.split("\n").at(-1));
  });

  it("are never ghcr.io's, with or without its name elsewhere in the text", () => {
    for (const [text] of others) {
      const speakers = recognize(`ghcr.io/octo/app is next\n${text}`).map(
        ({ denial }) => denial?.from,
      );
      if (!text.includes("https://ghcr.io")) expect(speakers).not.toContain("ghcr.io");
    }
  });
});

it.each(denials)("the link to $id is no denial", (denial) => {
  expect(recognize(`warning: ${pageOf(denial)} of pulumi-ghcr`)).toEqual([]);
});
