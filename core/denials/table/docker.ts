import { settingsPages } from "../../github/settingsPages";
import type { Denial } from "../denial";

/** What docker and its helpers say of a reference or of this machine. */
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
      "ghrc.io is not ghcr.io. It belongs to somebody else, and asks docker for the login as a registry does.",
    fix: [
      "write ghcr.io",
      `if you logged in to ghrc.io: delete that token at ${settingsPages.tokens}, and make another`,
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
      "A registry takes no capitals. GitHub keeps an owner's, and github.repository holds them.",
    fix: ["lower the owner and the name; in bash: ${GITHUB_REPOSITORY,,}"],
    sources: ["https://github.com/distribution/reference/blob/main/normalize.go"],
  },
  {
    id: "name-too-long",
    from: "docker",
    kind: "name",
    host: "any",
    patterns: [/repository name must not be more than \d{1,4} characters/i],
    example: "repository name must not be more than 255 characters",
    cause: "The registry and the name have more than 255 characters.",
    fix: ["choose a shorter name"],
    sources: ["https://github.com/distribution/reference/blob/main/reference.go"],
  },
  {
    id: "reference-format",
    from: "docker",
    kind: "name",
    host: "any",
    patterns: [/invalid reference format/i, /invalid tag "[^"\n]{0,400}"/i, /NAME_INVALID/i],
    arrivesAs: [{ code: "NAME_INVALID" }],
    example: 'ERROR: invalid tag "ghcr.io/octo/app:": invalid reference format',
    cause:
      "This is no reference: an empty tag because a variable is empty, a blank, https:// before it, or a tag that begins with '.' or '-'.",
    fix: ["registry/owner/name:tag, where the tag is [A-Za-z0-9_][A-Za-z0-9._-]{0,127}"],
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
      "The user or the token is empty: the secret has another name, or the run belongs to a fork or to Dependabot, which get no secrets.",
    fix: [
      "the secrets of {repository}: https://github.com/{owner}/{repository}/settings/secrets/actions",
      "in a workflow, github.token needs no secret",
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
      "docker's file names a helper for logins (credsStore) that is not installed, or that fails.",
    fix: ["install the helper, or take credsStore out of ~/.docker/config.json and log in again"],
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
    cause: "Docker is not started, or DOCKER_HOST or the docker context leads elsewhere.",
    fix: ["start Docker", "docker context ls"],
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
    cause: "This user may not use Docker on this machine. No registry was asked.",
    fix: ["sudo usermod -aG docker $USER, and log in to the machine again"],
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
    cause: "The image is there, and not for this machine's processor.",
    fix: [
      "build it for both: platforms: [linux/amd64, linux/arm64]",
      "if it was there before: a clean-up of untagged versions may have deleted it",
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
    cause:
      "A program for another processor: the image was built for another platform, or the builder has no emulation for it.",
    fix: [
      "run the image with its own --platform, or build it for this one",
      "in a workflow: docker/setup-qemu-action before the build",
    ],
    sources: ["https://docs.docker.com/build/building/multi-platform/"],
  },
];
