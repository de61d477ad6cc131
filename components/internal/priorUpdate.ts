import * as pulumi from "@pulumi/pulumi";
import { readPublished, explainMissingDigest } from "../../core/registry/published";
import { printReference, type Reference } from "../../core/oci/reference";
import { RegistryClient } from "../../core/registry/client";
import { unknownInPreview } from "./references";

/** An image or a mirror as the last update left it in the state. */
export interface PriorUpdate {
  /** Whether there is a prior state; after a failed first update there is none. */
  readonly hasState: boolean;
  /** The fingerprint of the token that was observed to push; empty if none was. */
  readonly fingerprint: string;
  readonly digest?: string | undefined;
  /** The digest's platforms, if known. */
  readonly platforms?: readonly string[] | undefined;
}

/** The last pinned reference of a package, from the state. */
export interface LastPinned {
  readonly tag: string;
  readonly digest: string;
  /** The digest's platforms, if known. */
  readonly platforms?: readonly string[] | undefined;
}

interface Login {
  readonly username: pulumi.Input<string>;
  readonly token: pulumi.Input<string>;
}

/** The platforms as an output: undefined for a manifest that names none. */
export function omitEmptyPlatforms(
  all: pulumi.Output<readonly string[] | undefined>,
): pulumi.Output<readonly string[] | undefined> {
  return all.apply((platforms) => (platforms?.length === 0 ? undefined : platforms));
}

/**
 * A digest's platforms, from the registry: an empty list if the manifest names none, undefined if
 * the registry does not respond. A result in the prior state is not read again, and without a
 * preflight nothing is read.
 */
export function readPlatforms(
  repository: Reference,
  digest: pulumi.Output<string | undefined>,
  { username, token }: Login,
  prior: PriorUpdate | undefined,
  resource: pulumi.Resource,
): pulumi.Output<readonly string[] | undefined> {
  if (prior === undefined) return digest.apply(() => undefined);
  const platforms = pulumi.all([digest, username, token]).apply(async ([pushed, user, secret]) => {
    if (pushed === undefined) return undefined;
    if (pushed === prior.digest && prior.platforms !== undefined) return prior.platforms;
    // A preview that builds has a digest that is not pushed yet.
    if (pulumi.runtime.isDryRun() && pushed !== prior.digest) return undefined;
    const client = new RegistryClient({
      registry: repository.registry,
      username: user,
      token: secret,
    });
    const reference = { ...repository, digest: pushed };
    const found = await readPublished(client, reference);
    if (found.outcome === "found") return found.platforms;
    const summary = `The platforms of ${printReference(reference)} are unknown`;
    void pulumi.log.warn(
      `${summary}: ${explainMissingDigest(found) ?? "it does not exist"}`,
      resource,
    );
    return undefined;
  });
  // Platforms do not reveal the token that they were read with.
  return unknownInPreview(pulumi.unsecret(platforms));
}
