import type * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { cachePackage } from "../../core/oci/names";
import { printReference, type Reference } from "../../core/oci/reference";
import type { ContainerImageArgs } from "./args";

/** The component's arguments, converted for docker-build's `Image`. */

/** The build arguments that the component sets itself, and why. */
export const reservedBuildArgs = {
  BUILDKIT_MULTI_PLATFORM: "is reserved: each image is built as an index",
};

/** An image's metadata, for its labels and its index's annotations. */
export interface ImageInfo {
  readonly source: string;
  readonly version: string | undefined;
  readonly revision: string | undefined;
}

/**
 * The labels that describe an image's origin.
 * https://github.com/opencontainers/image-spec/blob/main/annotations.md
 */
export function labelsOf(info: ImageInfo): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...info }).flatMap(([name, value]) =>
      value === undefined ? [] : [[`org.opencontainers.image.${name}`, value]],
    ),
  );
}

/** An export to the registry. Labels apply only to images, so the index has them as annotations. */
export function registryExport(info: ImageInfo): string {
  const annotations = Object.entries(labelsOf(info)).map(
    // The list is CSV, where a field with a comma is quoted.
    ([key, value]) => `"annotation-index.${key}=${value.replaceAll('"', '""')}"`,
  );
  return ["type=registry", "oci-mediatypes=true", ...annotations].join(",");
}

export interface Cache {
  readonly cacheFrom?: pulumi.Input<pulumi.Input<dockerBuild.types.input.CacheFromArgs>[]>;
  readonly cacheTo?: pulumi.Input<dockerBuild.types.input.CacheToArgs>[];
}

/**
 * The cache to read from and write to. Each image and set of platforms has its own, because builds
 * that share one overwrite each other. Errors are ignored, so that a failed cache does not fail the
 * build.
 */
export function cacheOf(
  cache: ContainerImageArgs["cache"],
  repository: Reference,
  tags: pulumi.Input<readonly string[]>,
  platforms: ContainerImageArgs["platforms"] = [],
): Cache {
  if (cache === undefined || cache === "off") return {};
  const max = { mode: "max", ignoreError: true } as const;
  const scope = pulumi
    .all([...platforms])
    .apply((resolved) => resolved.map((each) => each.replaceAll("/", "-")).join("-"));
  switch (cache) {
    case "registry": {
      const cachedPackage = { ...repository, name: cachePackage(repository.name) };
      const ref = scope.apply((tag) => printReference({ ...cachedPackage, tag: tag || "latest" }));
      // One manifest: an index would list its layers as images, and cleanup tools look for those in
      // vain.
      const registry = { ...max, ref, imageManifest: true, ociMediaTypes: true };
      return { cacheFrom: [{ registry: { ref } }], cacheTo: [{ registry }] };
    }
    case "gha": {
      // Outside of a workflow Buildx ignores it, so the inputs are the same everywhere.
      const gha = {
        scope: scope.apply((platform) => [repository.name, platform].filter(Boolean).join("-")),
      };
      return { cacheFrom: [{ gha }], cacheTo: [{ gha: { ...gha, ...max } }] };
    }
    case "inline":
      return {
        // A new version's tag does not exist yet, but the others do.
        cacheFrom: pulumi.output(tags).apply((refs) => refs.map((ref) => ({ registry: { ref } }))),
        cacheTo: [{ inline: {} }],
      };
  }
}

export function secretValues(
  secrets: ContainerImageArgs["secrets"],
): Record<string, pulumi.Output<string>> | undefined {
  if (secrets === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(secrets).map(([id, value]) => [id, pulumi.secret(value)]),
  );
}

export function namedContexts(
  contexts: ContainerImageArgs["contexts"],
): Record<string, dockerBuild.types.input.ContextArgs> | undefined {
  if (contexts === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(contexts).map(([name, location]) => [name, { location }]),
  );
}
