import type * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { cachePackage } from "../../core/oci/names";
import { printReference, type Reference } from "../../core/oci/reference";
import type { ContainerImageArgs } from "./args";

/** What the component makes of its arguments for docker-build's `Image`. */

/** The build arguments that the component sets itself, and why. */
export const reservedBuildArgs = {
  BUILDKIT_MULTI_PLATFORM: "is reserved: each image is built as an index",
};

/** What is written about an image, in its labels and in its index's annotations. */
export interface ImageInfo {
  readonly source: string;
  readonly version: string | undefined;
  readonly revision: string | undefined;
}

/**
 * The labels that tell where an image comes from.
 * https://github.com/opencontainers/image-spec/blob/main/annotations.md
 */
export function labelsOf(info: ImageInfo): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...info }).flatMap(([name, value]) =>
      value === undefined ? [] : [[`org.opencontainers.image.${name}`, value]],
    ),
  );
}

/** An export to the registry: labels reach the images alone, so the index is told them again. */
export function registryExport(info: ImageInfo): string {
  const annotations = Object.entries(labelsOf(info)).map(
    // The list is in the form of CSV, where a field with a comma stands in quotes.
    ([key, value]) => `"annotation-index.${key}=${value.replaceAll('"', '""')}"`,
  );
  return ["type=registry", "oci-mediatypes=true", ...annotations].join(",");
}

export interface Cache {
  readonly cacheFrom?: pulumi.Input<pulumi.Input<dockerBuild.types.input.CacheFromArgs>[]>;
  readonly cacheTo?: pulumi.Input<dockerBuild.types.input.CacheToArgs>[];
}

/**
 * Where the steps of a build are read from and kept. Each image has a place of its own, and a second
 * one where it is built for other platforms: two that share one take it from each other in turn.
 * What cannot be kept is no reason to lose an image that was built.
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
      // One manifest: as an index it would list its layers as if they were images, and tools that
      // clean a package up look for them in vain.
      const registry = { ...max, ref, imageManifest: true, ociMediaTypes: true };
      return { cacheFrom: [{ registry: { ref } }], cacheTo: [{ registry }] };
    }
    case "gha": {
      // Outside of a workflow buildx passes over it, so that the inputs are the same everywhere.
      const gha = {
        scope: scope.apply((platform) => [repository.name, platform].filter(Boolean).join("-")),
      };
      return { cacheFrom: [{ gha }], cacheTo: [{ gha: { ...gha, ...max } }] };
    }
    case "inline":
      return {
        // A new version's own tag is not there yet; what stands behind the others is.
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
