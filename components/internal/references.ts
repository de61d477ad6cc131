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

/** The package that a component's arguments name. Throws if one of them is invalid. */
export function packageFromArguments({
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
 * The digest of the pushed image. It is undefined in a refresh that runs the program before the
 * image exists, and empty if a transform prevents the push.
 *
 * The provider returns an empty digest in a preview, too, if only the files changed (docker-build
 * 0.0.22, image.go): no input that the digest depends on did.
 */
export function pushedDigest({ digest }: dockerBuild.Image): pulumi.Output<string | undefined> {
  return unknownInPreview(
    digest.apply((pushed: string | undefined) => (pushed === "" ? undefined : pushed)),
  );
}

/**
 * A value that only an update determines. In a preview it is unknown instead of undefined, because
 * Pulumi shows a stack's output that became undefined as removed.
 */
export function unknownInPreview<Value>(
  value: pulumi.Output<Value | undefined>,
): pulumi.Output<Value | undefined> {
  if (!pulumi.runtime.isDryRun()) return value;
  return value.apply((determined) => determined ?? (pulumi.unknown as Value));
}

/** `registry/name:tag@digest`. Undefined without a digest: a plain tag is not pinned. */
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
