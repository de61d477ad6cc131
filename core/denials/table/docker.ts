import { settingsPages } from "../../github/settingsPages";
import type { Denial } from "../denial";

/** Errors of docker and its helpers about a reference or this machine. */
export const docker: readonly Denial[] = [
  {
    id: "host-misspelt",
    from: "docker",
    kind: "name",
    host: "any",
    // Before the registries' words: whoever refused, the host is the wrong one.
    patterns: [/ghrc\.io\//i],
    example: "The push refers to repository [ghrc.io/octo/app]",
    cause:
      "ghrc.io is not ghcr.io: it belongs to someone else and asks Docker for your login as a registry does.",
    fix: [
      "Change ghrc.io to ghcr.io",
      `If you logged in to ghrc.io, delete that token and create another: ${settingsPages.tokens}`,
    ],
    sources: [
      "https://bmitch.net/blog/2025-08-22-ghrc-appears-malicious/",
      "https://github.com/pennsignals/publish_docker-compose/issues/4",
      "https://github.com/rancher-sandbox/rancher-desktop/issues/5301",
    ],
  },
  {
    id: "name-upper-case",
    from: "docker",
    kind: "name",
    host: "any",
    patterns: [
      /repository name \([^\s)]{1,300}\) must be lowercase/i,
      /repository name must be lowercase/i,
    ],
    example: 'invalid tag "ghcr.io/Owner/Repo:x": repository name must be lowercase',
    cause:
      "A registry accepts only lowercase names, but github.repository keeps the owner's capitals.",
    fix: ["Write the owner and the name in lowercase; in bash: ${GITHUB_REPOSITORY,,}"],
    sources: ["https://github.com/distribution/reference/blob/main/normalize.go"],
  },
  {
    id: "name-too-long",
    from: "docker",
    kind: "name",
    host: "any",
    patterns: [/repository name must not be more than \d{1,4} characters/i],
    example: "repository name must not be more than 255 characters",
    cause: "The registry and the name together have more than 255 characters.",
    fix: ["Choose a shorter name"],
    sources: ["https://github.com/distribution/reference/blob/main/reference.go"],
  },
  {
    id: "reference-format",
    from: "docker",
    kind: "name",
    host: "any",
    patterns: [/invalid reference format/i, /invalid tag "[^"\n]{0,400}"/i, /NAME_INVALID/i],
    errors: [{ code: "NAME_INVALID" }],
    example: 'ERROR: invalid tag "ghcr.io/octo/app:": invalid reference format',
    cause:
      "The image reference is malformed: its tag is empty (often because a variable is empty) or begins with '.' or '-', or it contains https:// or a space.",
    fix: [
      "Use the form registry/owner/name:tag, where the tag matches [A-Za-z0-9_][A-Za-z0-9._-]{0,127}",
    ],
    sources: [
      "https://github.com/distribution/reference/blob/main/reference.go",
      "https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests",
    ],
  },
  {
    id: "docker-login-empty",
    from: "docker",
    kind: "authorization",
    host: "any",
    patterns: [
      /Error: (?:Username and password|Username|Password) required/i,
      /Cannot perform an interactive login from a non[- ]TTY device/i,
      /Must provide --username with --password-stdin/i,
      /the --password-stdin option requires --username/i,
      /password is empty/i,
    ],
    example: "Error: Username and password required",
    cause:
      "The username or token is empty: the secret has another name, or the run comes from a fork or Dependabot, which get no secrets.",
    fix: [
      "Check the secrets of {repository}: https://github.com/{owner}/{repository}/settings/secrets/actions",
      "In a workflow, use github.token, which needs no secret",
    ],
    sources: [
      "https://github.com/docker/login-action/issues/90",
      "https://github.com/certtools/intelmq/issues/1931",
      "https://github.com/cpp-linter/clang-tools-docker/pull/126",
      "https://github.com/docker/cli/blob/master/cli/command/registry/login.go",
    ],
  },
  {
    id: "docker-credentials-helper",
    from: "docker",
    kind: "this machine",
    host: "any",
    patterns: [
      /error (?:getting|storing|listing) credentials - err:/i,
      /Error saving credentials:/i,
    ],
    example:
      'error getting credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH, out: ``',
    cause:
      "Docker's configuration names a credential helper (credsStore) that is not installed or does not work.",
    fix: ["Install the helper, or remove credsStore from ~/.docker/config.json and log in again"],
    sources: [
      "https://github.com/docker/for-mac/issues/7445",
      "https://github.com/docker/docker-credential-helpers/issues/296",
    ],
  },
  {
    id: "docker-daemon",
    from: "docker",
    kind: "this machine",
    host: "any",
    patterns: [
      /Cannot connect to the Docker daemon/i,
      /failed to connect to the docker API/i,
      /failed to connect to any docker daemon/i,
      /error during connect: /i,
    ],
    example:
      "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
    cause: "Docker is not running, or DOCKER_HOST or the Docker context points elsewhere.",
    fix: ["Start Docker", "docker context ls (shows which daemon Docker uses)"],
    sources: [
      "https://github.com/moby/moby/blob/master/client/request.go",
      "https://github.com/pulumi/pulumi-docker/issues/619",
      "https://github.com/launchdarkly/find-code-references/issues/65",
    ],
  },
  {
    id: "docker-socket",
    from: "docker",
    kind: "this machine",
    host: "any",
    patterns: [/permission denied while trying to connect to the Docker (?:daemon socket|API)/i],
    example:
      "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
    cause: "This user is not allowed to use Docker on this machine; no registry was contacted.",
    fix: ["sudo usermod -aG docker $USER (then log in to the machine again)"],
    sources: ["https://docs.docker.com/engine/install/linux-postinstall/"],
  },
  {
    id: "platform-missing",
    from: "docker",
    kind: "not there",
    host: "any",
    patterns: [
      /no match for platform in manifest/i,
      /no matching manifest for [\w./]{1,40}/i,
      /does not provide the specified platform/i,
    ],
    example:
      "no matching manifest for linux/arm64/v8 in the manifest list entries: no match for platform in manifest: not found",
    cause: "The image exists, but not for this machine's platform.",
    fix: [
      "Build the image for both platforms: platforms: [linux/amd64, linux/arm64]",
      "If the platform was there before, check whether a cleanup of untagged versions deleted it",
    ],
    sources: [
      "https://github.com/moby/moby/blob/master/daemon/containerd/image_pull.go",
      "https://github.com/kubewarden/adm-controller/issues/1378",
      "https://github.com/openaleph/openaleph/issues/67",
    ],
  },
  {
    id: "platform-wrong",
    from: "docker",
    kind: "this machine",
    host: "any",
    patterns: [/exec format error/i],
    example: "exec /usr/local/bin/app: exec format error",
    cause: "The image was built for another platform, or the builder cannot emulate that platform.",
    fix: [
      "Run the image with --platform set to its own platform, or build it for your machine's",
      "In a workflow, add docker/setup-qemu-action before the build",
    ],
    sources: ["https://docs.docker.com/build/building/multi-platform/"],
  },
];
