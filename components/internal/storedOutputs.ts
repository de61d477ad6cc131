import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { splitReference, type Reference } from "../../core/oci/reference";
import type { SourceImage } from "../../core/registry/mirrorSource";

/** A reference, stored as text. Text that is not a reference is read as missing. */
export const storedReference = z
  .string()
  .transform((text) => splitReference(text))
  .pipe(z.custom<Reference>((reference) => reference !== undefined));

/** The outputs of each image and mirror. */
const packageOutputs = {
  reference: storedReference,
  digest: z.string().optional(),
  pinned: storedReference.optional(),
  platforms: z.array(z.string()).readonly().optional(),
  /** `registry/name` of the package. */
  package: z.string(),
};

/** The outputs of a package that an update pushes, built or copied. */
const pushedPackage = {
  ...packageOutputs,
  /**
   * The fingerprint of the token that was observed to push the package; empty if none was. Earlier
   * versions omitted it for an image that a workflow pushes.
   */
  passed: z.string(),
};

/**
 * The outputs that components register and the next update reads from the state, by component type.
 * Both use this schema, so renaming a key on one side fails to compile. States of earlier versions
 * exist: keys may be added, but must not change their meaning.
 *
 * `stack/state` reads it.
 */
export const storedOutputs = {
  "ghcr:index:ContainerImage": z.object(pushedPackage),
  /** If its tag cannot be read, the digest and the pinned reference are the last known ones. */
  "ghcr:index:ExternalImage": z.object(packageOutputs),
  "ghcr:index:Mirror": z.object({
    ...pushedPackage,
    /** The sources' manifests, so that no digest is read twice. */
    sourceImages: z.array(
      z.object({
        digest: z.string(),
        platforms: z.record(z.string(), z.string()),
        isIndex: z.boolean(),
        isAttested: z.boolean(),
        isSigned: z.boolean().optional(),
      }) satisfies z.ZodType<SourceImage>,
    ),
  }),
  "ghcr:index:PublishWorkflow": z.object({
    path: z.string(),
    page: z.string(),
    /** The page of the pull request that adds the workflow. */
    pullRequest: z.string().optional(),
    /** The repository's name, if `needless` is set. */
    repository: z.string().optional(),
    /** The branch that was not created, because the target branch already had the file. */
    needless: z.string().optional(),
  }),
};

/** A component's argument for `registerOutputs`: every key, possibly undefined. */
export type StoredOutputs<Type extends keyof typeof storedOutputs> = OutputsToRegister<
  z.input<(typeof storedOutputs)[Type]>
>;

type OutputsToRegister<Read> = {
  readonly [Key in keyof Required<Read>]:
    pulumi.Input<Read[Key]> | (undefined extends Read[Key] ? undefined : never);
};
