import { printReference } from "../../core/oci/reference";
import { outputsOf, type StoredResource } from "./resources";

const pushing = ["docker-build:index:Image", "docker-build:index:Index"] as const;

/**
 * When the stack last pushed each image, by `registry/name@digest`: Pulumi notes when a resource was
 * created, updated, or found changed by a refresh. An old version of Pulumi noted no times.
 */
export function pushTimes(resources: readonly StoredResource[]): ReadonlyMap<string, string> {
  const found = pushing.flatMap((type) =>
    resources
      .filter((resource) => resource.type === type)
      .flatMap((resource) => {
        const [{ ref } = {}] = outputsOf(type, [resource]);
        const { modified } = resource;
        if (ref?.digest === undefined || modified == null) return [];
        const { registry, name, digest } = ref;
        return [[printReference({ registry, name, digest }), modified] as const];
      }),
  );
  // The same image under several tags was pushed when the first of them was.
  return new Map(found.sort(([, one], [, other]) => Date.parse(other) - Date.parse(one)));
}
