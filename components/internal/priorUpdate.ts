import * as pulumi from "@pulumi/pulumi";
import { readPublished, whyUnpublished } from "../../core/registry/published";
import { printReference, type Reference } from "../../core/oci/reference";
import { RegistryClient } from "../../core/registry/client";

/** What the last update left of an image or a mirror, as the state has it. */
export interface PriorUpdate {
  /** Whether there is a state to know it from; after a first update that failed there is none. */
  readonly isKnown: boolean;
  /** The fingerprint of the token that was observed to push; empty where none was. */
  readonly passed: string;
  readonly digest?: string | undefined;
  /** What that digest is for, where that is known. */
  readonly platforms?: readonly string[] | undefined;
}

interface Login {
  readonly username: pulumi.Input<string>;
  readonly token: pulumi.Input<string>;
}

/** What can be shown: a manifest that is no index names none. */
export function shownPlatforms(
  all: pulumi.Output<readonly string[] | undefined>,
): pulumi.Output<readonly string[] | undefined> {
  return all.apply((platforms) => (platforms?.length === 0 ? undefined : platforms));
}

/**
 * What a digest is for, as the registry has it, and an empty list where it names no platform, so that
 * the state has an answer; nothing where the registry gives none. What the last update left is not
 * asked again, and without a preflight nothing is asked at all.
 */
export function platformsOf(
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
    // A preview that builds knows a digest that nobody has pushed yet.
    if (pulumi.runtime.isDryRun() && pushed !== prior.digest) return undefined;
    const client = new RegistryClient({
      registry: repository.registry,
      username: user,
      token: secret,
    });
    const reference = { ...repository, digest: pushed };
    const found = await readPublished(client, reference);
    if (found.outcome === "found") return found.platforms;
    const what = `The platforms of ${printReference(reference)} are unknown`;
    void pulumi.log.warn(`${what}: ${whyUnpublished(found) ?? "it does not exist"}`, resource);
    return undefined;
  });
  // They reveal nothing of the token that they were read with.
  return pulumi.unsecret(platforms);
}
