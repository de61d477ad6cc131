import type { Denial } from "../denial";

const dockerHub = /(?:^|\.)docker\.(?:io|com)$/;
const addRegistry = "Add the registry to the reference: ghcr.io/OWNER/NAME";

/** Refusals by other registries. Each names its host, so that none is attributed to ghcr.io. */
export const otherRegistries: readonly Denial[] = [
  {
    id: "docker-hub-denied",
    from: "Docker Hub",
    kind: "authorization",
    host: dockerHub,
    patterns: [
      /requested access to the resource is denied/i,
      /insufficient_scope: authorization failed/i,
      /unauthorized: authentication required/i,
      /access denied[^\n]{0,200}(?:repository does not exist or may require|may require 'docker login')/i,
    ],
    errors: [{ code: "UNAUTHORIZED", message: /^authentication required/i }],
    example:
      "ERROR: failed to push docker.io/octo/app:latest: push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
    cause: "Docker Hub refused, not ghcr.io: a reference without a registry goes to Docker Hub.",
    fix: [addRegistry, "If you mean Docker Hub, log in: docker login docker.io"],
    sources: [
      "https://github.com/docker/build-push-action/issues/363",
      "https://github.com/docker/build-push-action/issues/160",
    ],
  },
  {
    id: "docker-hub-login",
    from: "Docker Hub",
    kind: "authorization",
    host: /(?:^|\.)docker\.(?:io|com)$|^$/,
    patterns: [/incorrect username or password/i],
    example:
      "Error response from daemon: Get https://registry-1.docker.io/v2/: unauthorized: incorrect username or password",
    cause: "Docker Hub does not accept this username and password.",
    fix: [
      "If you mean ghcr.io, name it, because without a host Docker logs in to Docker Hub: docker login ghcr.io (in a workflow: registry: ghcr.io)",
    ],
    sources: ["https://github.com/docker/login-action/issues/95"],
  },
  {
    id: "gitlab-denied",
    from: "another registry",
    kind: "authorization",
    host: /gitlab|^$/,
    patterns: [/denied: access forbidden/i, /HTTP Basic: Access denied/i],
    errors: [{ code: "DENIED", message: /^access forbidden/i }],
    example:
      'Head "https://registry.gitlab.com/v2/group/project/manifests/latest": denied: access forbidden',
    cause:
      "GitLab's registry refused, not ghcr.io: the token has no access, or the image does not exist.",
    fix: ["Use a GitLab deploy token or access token with read_registry or write_registry"],
    sources: [
      "https://github.com/getwud/wud/issues/600",
      "https://github.com/youtous/docker-mailserver-traefik/issues/5",
    ],
  },
  {
    id: "quay-denied",
    from: "another registry",
    kind: "authorization",
    host: /quay\.io$|^$/,
    patterns: [/unauthorized: access to the requested resource is not authorized/i],
    errors: [
      { code: "UNAUTHORIZED", message: /^access to the requested resource is not authorized/i },
    ],
    example: "ERROR: unauthorized: access to the requested resource is not authorized",
    cause: "quay.io refused, not ghcr.io: the image is private or does not exist.",
    fix: ["docker login quay.io"],
    sources: ["https://github.com/BaobabLims/baobab.lims/issues/103"],
  },
  {
    id: "azure-denied",
    from: "another registry",
    kind: "authorization",
    host: /azurecr\.io$|^$/,
    patterns: [/visit https:\/\/aka\.ms\/acr\/authorization/i],
    example:
      "unauthorized: authentication required, visit https://aka.ms/acr/authorization for more information.",
    cause: "Azure Container Registry refused, not ghcr.io.",
    fix: ["az acr login --name REGISTRY"],
    sources: [
      "https://github.com/dotnet/tye/issues/1185",
      "https://github.com/Azure/acr/issues/841",
    ],
  },
  {
    id: "google-denied",
    from: "another registry",
    kind: "authorization",
    host: /(?:pkg\.dev|gcr\.io)$|^$/,
    patterns: [
      /Permission "?artifactregistry\.[\w.]{1,60}"? denied/i,
      /Permission 'artifactregistry\.[\w.]{1,60}' denied/i,
      /denied: Unauthenticated request\. Unauthenticated requests do not have permission/i,
    ],
    errors: [
      {
        code: "DENIED",
        message: /^Unauthenticated request\. Unauthenticated requests do not have permission/i,
      },
    ],
    example:
      'denied: Permission "artifactregistry.repositories.uploadArtifacts" denied on resource "projects/MY_PROJECT_ID/locations/us-central1/repositories/cymbal-superstore" (or it may not exist)',
    cause: "Google's registry refused, not ghcr.io.",
    fix: ["gcloud auth configure-docker HOST"],
    sources: [
      "https://github.com/GoogleCloudPlatform/cymbal-superstore/pull/4",
      "https://github.com/RafikFarhad/push-to-gcr-github-action/issues/48",
      "https://github.com/flutter/flutter/issues/188342",
    ],
  },
  {
    id: "no-basic-auth",
    from: "another registry",
    kind: "authorization",
    host: /amazonaws\.com$|public\.ecr\.aws$/,
    patterns: [/no basic auth credentials/i],
    example:
      "failed to push 123456789012.dkr.ecr.eu-west-1.amazonaws.com/app: no basic auth credentials",
    cause: "You are not logged in to Amazon's registry; ghcr.io is not involved.",
    fix: ["aws ecr get-login-password | docker login --username AWS --password-stdin {host}"],
    sources: ["https://github.com/aws/aws-cli/issues/3042"],
  },
];

/** Refusals that several registries and clients print, without a host that identifies one. */
export const sharedMessages: readonly Denial[] = [
  {
    id: "whose-resource-denied",
    from: "one of several registries",
    kind: "authorization",
    host: /^$/,
    patterns: [/requested access to the resource is denied/i],
    example: "denied: requested access to the resource is denied",
    cause:
      "Docker Hub, ghcr.io and similar registries use the same message, so it does not show which one refused. Usually, a reference without ghcr.io/ went to Docker Hub.",
    fix: [addRegistry],
    sources: [
      "https://github.com/docker/build-push-action/issues/363",
      "https://github.com/woodpecker-ci/woodpecker/issues/5310",
      "https://github.com/distribution/distribution/blob/main/registry/api/errcode/register.go",
    ],
  },
  {
    id: "whose-denied",
    from: "one of several registries",
    kind: "authorization",
    host: /^$/,
    patterns: [
      /denied: denied/i,
      /Error response from daemon: (?:denied|unauthorized)$/i,
      /unauthorized: authentication required/i,
      /insufficient_scope: authorization failed/i,
      /access denied, repository does not exist or may require authorization/i,
      /pull access denied for [^\s,]{1,300}, repository does not exist or may require/i,
      /no basic auth credentials/i,
      /unexpected status(?: code)?: (?:401 Unauthorized|403 Forbidden)/i,
      /failed to read from destination repository [^\n]{1,300}: 403 \(Forbidden\)/i,
      /error from registry: (?:denied|unauthorized)$/i,
    ],
    example: "ERROR: failed to solve: server message: insufficient_scope: authorization failed",
    cause:
      "You are not logged in, the login has no access, or the image does not exist. Several registries use this message, and it does not name one.",
    fix: [
      "Check which registry the reference names; without one it goes to Docker Hub",
      "Log in to that registry: docker login {host}",
    ],
    sources: [
      "https://github.com/docker/build-push-action/issues/160",
      "https://github.com/docker/build-push-action/issues/687",
      "https://github.com/redhat-actions/push-to-registry/issues/52",
      "https://github.com/aws/aws-cli/issues/3042",
    ],
  },
];
