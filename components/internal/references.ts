import type * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { ownerProblem, packageProblem, registryProblem } from "../../core/oci/names";
import {
  packageReference,
  pin,
  printReference,
  type Reference,
  type TaggedReference,
} from "../../core/oci/reference";
import { checkArgument } from "./arguments";

/** The package that a component's arguments name. Throws what is wrong with one of them. */
export function namedPackage({
  registry = "ghcr.io",
  owner,
  image,
}: {
  readonly registry?: string;
  readonly owner: string;
  readonly image: string;
}): Reference {
  checkArgument("registry", registry, registryProblem);
  checkArgument("owner", owner, ownerProblem);
  checkArgument("image", image, packageProblem);
  return packageReference(registry, owner, image);
}

/** The login that pushes to a package's registry, as docker-build and docker take it. */
export function pushLogin(
  { registry: address }: Reference,
  args: { readonly username: pulumi.Input<string>; readonly token: pulumi.Input<string> },
) {
  return { address, username: args.username, password: pulumi.secret(args.token) };
}

/**
 * The digest of what was pushed. A refresh that runs the program meets images that are not there yet:
 * they have no digest. One that a transform keeps from being pushed has an empty one.
 */
export function pushedDigest({ digest }: dockerBuild.Image): pulumi.Output<string | undefined> {
  return digest.apply((pushed: string | undefined) => (pushed === "" ? undefined : pushed));
}

/** `registry/name:tag@digest`; nothing without a digest, for a plain tag is never called pinned. */
export function printPinned(
  reference: pulumi.Output<TaggedReference>,
  digest: pulumi.Output<string | undefined>,
): pulumi.Output<string | undefined> {
  return pulumi
    .all([reference, digest])
    .apply(([tagged, resolvedDigest]) =>
      resolvedDigest === undefined
        ? undefined
        : printReference(pin(tagged, tagged.tag, resolvedDigest)),
    );
}
