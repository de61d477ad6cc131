import * as pulumi from "@pulumi/pulumi";
import { tagProblem } from "../core/oci/names";
import { pin, printReference, type TaggedReference } from "../core/oci/reference";
import { RegistryClient } from "../core/registry/client";
import {
  readPublished,
  explainMissingDigest,
  type PublishedAnswer,
} from "../core/registry/published";
import { checkArgument } from "./internal/arguments";
import type { LastPinned } from "./internal/priorUpdate";
import { packageFromArguments } from "./internal/references";
import type { StoredOutputs } from "./internal/storedOutputs";

export interface ExternalImageArgs {
  /**
   * The registry's host, with a port if it needs one.
   * @default "ghcr.io"
   */
  readonly registry?: string;
  /** The user or organization that owns the package. Case is ignored. */
  readonly owner: string;
  /**
   * The package's name, without the owner.
   * @example "v7/backend"
   */
  readonly image: string;
  /**
   * The tag whose digest is read.
   * @default "latest"
   * @example "1.2"
   */
  readonly tag?: pulumi.Input<string>;
  /** The account that logs in to the registry. On ghcr.io, the token must belong to it. */
  readonly username: pulumi.Input<string>;
  /**
   * A classic token with read:packages. It becomes a Pulumi secret.
   * @example new pulumi.Config("ghcr").requireSecret("token")
   */
  readonly token: pulumi.Input<string>;
  /**
   * Values that a preflight already read.
   * @internal
   */
  readonly hints?: ExternalImageHints;
}

/** A preflight's results about an image that is built elsewhere. */
export interface ExternalImageHints {
  /**
   * The registry's response for the tag.
   * @default the registry is asked now
   */
  readonly published?: PublishedAnswer;
  /**
   * The reference that stays pinned if the tag cannot be read.
   * @default nothing is pinned then
   */
  readonly lastPinned?: LastPinned;
}

/**
 * An image that something else builds and pushes, such as a GitHub Actions workflow. Each update
 * reads the digest of its tag. Before the first push there is no digest and no pinned reference.
 *
 * @example
 * const image = new ExternalImage("web", {
 *   owner: "octo",
 *   image: "web",
 *   username: "octo",
 *   token: new pulumi.Config("ghcr").requireSecret("token"),
 * });
 * export const pinned = image.pinned; // ghcr.io/octo/web:latest@sha256:…
 */
export class ExternalImage extends pulumi.ComponentResource {
  /** `registry/name:tag`, as people type it. The tag can move. */
  public readonly reference: pulumi.Output<string>;
  /** The reference as an object. */
  public readonly referenceParts: pulumi.Output<TaggedReference>;
  /** Only the reference: other tags are not read. */
  public readonly tags: pulumi.Output<readonly string[]>;
  /** The tag's digest, `sha256:…`. Undefined if it cannot be read and none is known. */
  public readonly digest: pulumi.Output<string | undefined>;
  /** `registry/name:tag@digest`, for deployments. Undefined without a digest. */
  public readonly pinned: pulumi.Output<string | undefined>;
  /**
   * The tag that stays pinned with its last known digest, because the image's tag cannot be read.
   * Only in a stack of this program; otherwise undefined.
   */
  public readonly lastKnownTag: pulumi.Output<string | undefined>;
  /** The image's platforms, from the registry. Undefined if the manifest names none. */
  public readonly platforms: pulumi.Output<readonly string[] | undefined>;

  constructor(name: string, args: ExternalImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr:index:ExternalImage", name, {}, opts);

    const { tag = "latest" } = args;
    const repository = packageFromArguments(args);
    if (typeof tag === "string") checkArgument("tag", tag, tagProblem);

    this.referenceParts = pulumi
      .output(tag)
      .apply((resolved) => ({ ...repository, tag: resolved }));
    this.reference = this.referenceParts.apply(printReference);
    this.tags = this.reference.apply((reference) => [reference]);
    const published = this.readPublished(args);
    const known = pulumi
      .all([this.referenceParts, published])
      .apply(([reference, found]): LastPinned | undefined =>
        found.outcome === "found" ? { ...found, tag: reference.tag } : args.hints?.lastPinned,
      );
    this.digest = known.apply((image) => image?.digest);
    this.platforms = known.apply((image) =>
      image?.platforms?.length === 0 ? undefined : image?.platforms,
    );
    this.pinned = known.apply(
      (image) => image && printReference(pin(repository, image.tag, image.digest)),
    );
    this.lastKnownTag = pulumi
      .all([published, known])
      .apply(([{ outcome }, image]) => (outcome === "found" ? undefined : image?.tag));
    this.registerOutputs({
      reference: this.reference,
      digest: this.digest,
      pinned: this.pinned,
      platforms: this.platforms,
      package: printReference(repository),
    } satisfies StoredOutputs<"ghcr:index:ExternalImage">);
  }

  /** Reads the tag's digest from the hints or the registry. */
  private readPublished({
    hints,
    username,
    token,
  }: ExternalImageArgs): pulumi.Output<PublishedAnswer> {
    if (hints?.published !== undefined) return pulumi.output(hints.published);
    const read = pulumi
      .all([this.referenceParts, username, token])
      .apply(async ([reference, user, secret]) => {
        const { registry } = reference;
        const client = new RegistryClient({ registry, username: user, token: secret });
        const found = await readPublished(client, reference);
        const why = explainMissingDigest(found);
        if (why !== undefined) {
          const last = hints?.lastPinned;
          const consequence =
            last === undefined
              ? "it is not pinned"
              : `${printReference(pin(reference, last.tag, last.digest))} stays pinned`;
          const summary = `The digest of ${printReference(reference)} is unknown, so ${consequence}`;
          void pulumi.log.warn(`${summary}: ${why}`, this);
        }
        return found;
      });
    // A digest and platforms do not reveal the token that they were read with.
    return pulumi.unsecret(read);
  }
}
