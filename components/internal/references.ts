import * as pulumi from "@pulumi/pulumi";
import { pin, printReference, type TaggedReference } from "../../core/oci/reference";

/** `registry/name:tag@digest`; nothing without a digest, for a plain tag is never called pinned. */
export function printPinned(
  reference: pulumi.Output<TaggedReference>,
  digest: pulumi.Output<string | undefined>,
): pulumi.Output<string | undefined> {
  return pulumi
    .all([reference, digest])
    .apply(([tagged, known]) =>
      known === undefined ? undefined : printReference(pin(tagged, tagged.tag, known)),
    );
}
