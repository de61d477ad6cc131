import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { splitReference, type Reference } from "../../core/oci/reference";
import type { SourceImage } from "../../core/registry/mirrorSource";

/** A reference, as text in the state. One that has not its shape is missing to who reads it. */
export const storedReference = z
  .string()
  .transform((text) => splitReference(text))
  .pipe(z.custom<Reference>((reference) => reference !== undefined));

/** Of a package that an update pushes, built or copied. */
const pushedPackage = {
  reference: storedReference,
  digest: z.string().optional(),
  pinned: z.string().optional(),
  platforms: z.array(z.string()).readonly().optional(),
  /** `registry/name` of the package. */
  package: z.string(),
  /**
   * The fingerprint of the token that was observed to push the package; empty where none was. An
   * earlier edition left it out of an image that a workflow pushes.
   */
  passed: z.string(),
};

/**
 * What components register as outputs and the next update reads back from the state, by the type of
 * the component. They are written and read by this one schema, so that a key that is renamed on one
 * side alone does not compile. Stacks hold states of earlier versions: a key may be added, and none
 * may change its meaning.
 *
 * The schema lies with the components because what they store is theirs; `stack/state` reads it.
 */
export const storedOutputs = {
  "ghcr:index:ContainerImage": z.object(pushedPackage),
  "ghcr:index:Mirror": z.object({
    ...pushedPackage,
    /** What was read of the sources, so that no digest is read twice. */
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
    /** The page of the pull request that brings the workflow. */
    pullRequest: z.string().optional(),
    /** With `needless`, the repository's name. */
    repository: z.string().optional(),
    /** The branch that no pull request was opened for, because the file was there before. */
    needless: z.string().optional(),
  }),
};

/** What a component of this type gives to `registerOutputs`: each key, if only as undefined. */
export type StoredOutputs<Type extends keyof typeof storedOutputs> = Written<
  z.input<(typeof storedOutputs)[Type]>
>;

type Written<Read> = {
  readonly [Key in keyof Required<Read>]:
    pulumi.Input<Read[Key]> | (undefined extends Read[Key] ? undefined : never);
};
