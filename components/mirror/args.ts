import type * as docker from "@pulumi/docker";
import type * as dockerBuild from "@pulumi/docker-build";
import type * as pulumi from "@pulumi/pulumi";
import type { Reference } from "../../core/oci/reference";
import type { SourceImage } from "../../core/registry/mirrorSource";
import type { PushHints } from "../internal/pushPermission";
import type { Transform } from "../internal/transform";

export interface MirrorArgs {
  /**
   * The registry's host, with its port if it has one.
   * @default "ghcr.io"
   */
  readonly registry?: string;
  /** The user or organization that owns the package, in any case: the registry's is lower. */
  readonly owner: string;
  /**
   * The package's name below its owner.
   * @example "my-postgres"
   */
  readonly image: string;
  /**
   * The image to copy. Without a tag or a digest the tags are the source's, too.
   * @example "docker.io/library/postgres:alpine"
   */
  readonly from: pulumi.Input<string>;
  /**
   * The tags to push. The first one stands in the pinned reference.
   * @example ["alpine"]
   */
  readonly tags: readonly string[];
  /**
   * How it is copied: from registry to registry; by a build of nothing on top of it, which links the
   * package; or by the Docker daemon, for an image that only it has.
   * @default "copy"
   */
  readonly mode?: "copy" | "linked" | "daemon";
  /**
   * The platforms to copy. Without a preflight, `mode: "copy"` copies all of them nevertheless.
   * @default all that the source has
   * @example ["linux/amd64", "linux/arm64"]
   */
  readonly platforms?: readonly string[];
  /**
   * The address of the repository that the package is linked to. Only with `mode: "linked"`, which
   * needs it.
   * @default none: the package is linked to no repository
   * @example "https://github.com/octo/app"
   */
  readonly source?: pulumi.Input<string>;
  /**
   * How to log in to the source's registry. The password becomes a Pulumi secret.
   * @default as whoever is logged in on this machine
   */
  readonly login?: {
    readonly username: pulumi.Input<string>;
    readonly password: pulumi.Input<string>;
  };
  /**
   * The buildx builder that builds what is linked.
   * @default the one in use
   */
  readonly builder?: { readonly name: string };
  /** Who logs in to the registry; for ghcr.io the account that the token belongs to. */
  readonly username: pulumi.Input<string>;
  /**
   * A classic token with read:packages and write:packages. It becomes a Pulumi secret.
   * @example new pulumi.Config("ghcr").requireSecret("token")
   */
  readonly token: pulumi.Input<string>;
  /**
   * Changes what is inside before it is made; each is asked once for each tag.
   * @default nothing is changed
   */
  readonly transform?: {
    readonly index?: Transform<dockerBuild.IndexArgs>;
    readonly image?: Transform<dockerBuild.ImageArgs>;
    readonly registryImage?: Transform<docker.RegistryImageArgs>;
  };
  /**
   * What a preflight saves it from asking.
   * @internal
   */
  readonly hints?: MirrorHints;
}

/** What a preflight knows of a mirror. Without any of it the mirror asks, or does without. */
export interface MirrorHints extends PushHints {
  /**
   * What each tag is made of. These tags take the place of the argument's.
   * @default the digest behind each tag is read now; where that fails the tag is copied as it is
   */
  readonly copies?: readonly MirrorCopyHint[];
  /**
   * Whether the last update made just these copies. Then a login that changed changes nothing yet:
   * to Pulumi a provider with another password is another provider, and all that it made is made
   * anew.
   * @default false
   */
  readonly isCopied?: boolean;
  /**
   * Tags under which digests of this package are kept that its tags held before.
   * @default none
   */
  readonly backups?: readonly { readonly tag: string; readonly digest: string }[];
}

/** What one tag of a mirror is made of, as a preflight read it. */
export interface MirrorCopyHint {
  readonly tag: string;
  /** What to copy, pinned where the digests are known. */
  readonly sources: readonly Reference[];
  /** The source as it was read, now or before. The state keeps it, so that nobody reads it again. */
  readonly image?: SourceImage;
}
