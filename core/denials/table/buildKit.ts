import type { Denial } from "../denial";

/** Errors of BuildKit and buildx. A registry's message inside one is matched before them. */
export const buildKit: readonly Denial[] = [
  {
    id: "builder-missing",
    from: "BuildKit",
    kind: "this machine",
    host: "any",
    patterns: [
      /no builder "[^"\n]{0,100}" found/i,
      /failed to find driver "[^"\n]{0,100}"/i,
      /no valid drivers found/i,
      /buildkit is not supported on this host/i,
    ],
    example: 'error: new builder: no builder "local" found',
    cause: "No builder has this name, or the provider does not support the builder's driver.",
    fix: ["docker buildx ls", "docker buildx create --name NAME --driver docker-container"],
    sources: [
      "https://github.com/docker/buildx/blob/master/store/storeutil/storeutil.go",
      "https://github.com/pulumi/pulumi-docker-build/blob/main/provider/internal/image.go",
      "https://github.com/pulumi/pulumi-docker-build/issues/549",
    ],
  },
  {
    id: "builder-driver",
    from: "BuildKit",
    kind: "this machine",
    host: "any",
    patterns: [/is not supported for the docker driver/i],
    example: "ERROR: Multi-platform build is not supported for the docker driver.",
    cause:
      "The default builder (driver docker) builds for only one platform and cannot export a cache.",
    fix: ["docker buildx create --use --driver docker-container"],
    sources: [
      "https://github.com/docker/buildx/blob/master/build/utils.go",
      "https://github.com/pulumi/pulumi-docker-build/issues/55",
    ],
  },
  {
    id: "dockerfile-missing",
    from: "BuildKit",
    kind: "this machine",
    host: "any",
    patterns: [
      /failed to read dockerfile: open [^\n]{1,200}: no such file or directory/i,
      /not a valid directory or URL/i,
    ],
    example:
      "ERROR: failed to build: failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory",
    cause: "The build context or the Dockerfile is not at the path in the image's settings.",
    fix: [
      "Check context and dockerfile in the image's settings; both paths are relative to the program's folder",
    ],
    sources: [
      "https://github.com/moby/buildkit/blob/master/frontend/dockerui/config.go",
      "https://github.com/pulumi/pulumi-docker-build/blob/main/provider/internal/context.go",
    ],
  },
];
