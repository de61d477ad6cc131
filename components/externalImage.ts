import * as pulumi from "@pulumi/pulumi";
import { tagProblem } from "../core/oci/names";
import { printReference, type TaggedReference } from "../core/oci/reference";
import { RegistryClient } from "../core/registry/client";
import { readPublished, whyUnpublished, type Published } from "../core/registry/published";
import { checkArgument } from "./internal/arguments";
import { namedPackage, printPinned } from "./internal/references";

export interface ExternalImageArgs {
  /**
   * The registry's host, with its port if it has one.
   * @default "ghcr.io"
   */
  readonly registry?: string;
  /** The user or organization that owns the package, in any case: the registry's is lower. */
  readonly owner: string;
  /**
   * The package's name below its owner.
   * @example "v7/backend"
   */
  readonly image: string;
  /**
   * The tag whose digest is read.
   * @default "latest"
   * @example "1.2"
   */
  readonly tag?: pulumi.Input<string>;
  /** Who logs in to the registry; for ghcr.io the account that the token belongs to. */
  readonly username: pulumi.Input<string>;
  /**
   * A classic token with read:packages. It becomes a Pulumi secret.
   * @example new pulumi.Config("ghcr").requireSecret("token")
   */
  readonly token: pulumi.Input<string>;
  /**
   * What a preflight saves it from asking.
   * @internal
   */
  readonly hints?: ExternalImageHints;
}

/** What a preflight knows of an image that is built elsewhere. */
export interface ExternalImageHints {
  /**
   * What the registry gave for the tag.
   * @default the registry is asked now
   */
  readonly published?: Published;
}

/**
 * An image that something else builds and pushes, such as a workflow of GitHub Actions: each update
 * reads what stands behind its tag, and builds and pushes nothing. Before the first push there is no
 * digest, and no pinned reference.
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
  /** `registry/name:tag`: what people type. Where it points can change. */
  public readonly reference: pulumi.Output<string>;
  /** The same in its parts. */
  public readonly referenceParts: pulumi.Output<TaggedReference>;
  /** The reference alone: nobody looks which other tags were pushed. */
  public readonly tags: pulumi.Output<readonly string[]>;
  /** `sha256:…` of what stands behind the tag. Nothing where that cannot be read. */
  public readonly digest: pulumi.Output<string | undefined>;
  /** `registry/name:tag@digest`: what a deployment can trust. Nothing where there is no digest. */
  public readonly pinned: pulumi.Output<string | undefined>;
  /** What it is built for, as the registry has it; nothing where it names no platform. */
  public readonly platforms: pulumi.Output<readonly string[] | undefined>;

  constructor(name: string, args: ExternalImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr:index:ExternalImage", name, {}, opts);

    const { tag = "latest" } = args;
    const repository = namedPackage(args);
    if (typeof tag === "string") checkArgument("tag", tag, tagProblem);

    this.referenceParts = pulumi
      .output(tag)
      .apply((resolved) => ({ ...repository, tag: resolved }));
    this.reference = this.referenceParts.apply(printReference);
    this.tags = this.reference.apply((reference) => [reference]);
    const published = this.readPublished(args);
    this.digest = published.apply((found) =>
      found.outcome === "found" ? found.digest : undefined,
    );
    this.platforms = published.apply((found) =>
      found.outcome === "found" && found.platforms.length > 0 ? found.platforms : undefined,
    );
    this.pinned = printPinned(this.referenceParts, this.digest);
    this.registerOutputs({
      reference: this.reference,
      digest: this.digest,
      pinned: this.pinned,
      platforms: this.platforms,
      package: printReference(repository),
    });
  }

  /** What stands behind the tag: as a preflight read it, or as the registry has it now. */
  private readPublished({ hints, username, token }: ExternalImageArgs): pulumi.Output<Published> {
    if (hints?.published !== undefined) return pulumi.output(hints.published);
    const read = pulumi
      .all([this.referenceParts, username, token])
      .apply(async ([reference, user, secret]) => {
        const { registry } = reference;
        const client = new RegistryClient({ registry, username: user, token: secret });
        const found = await readPublished(client, reference);
        const why = whyUnpublished(found);
        if (why !== undefined) {
          const what = `The digest of ${printReference(reference)} is unknown, so it is not pinned`;
          void pulumi.log.warn(`${what}: ${why}`, this);
        }
        return found;
      });
    // A digest and platforms reveal nothing of the token that they were read with.
    return pulumi.unsecret(read);
  }
}
