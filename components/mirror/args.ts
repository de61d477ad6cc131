import type * as docker from "@pulumi/docker";
import type * as dockerBuild from "@pulumi/docker-build";
import type * as pulumi from "@pulumi/pulumi";
import type { Reference } from "../../core/oci/reference";
import type { SourceImage } from "../../core/registry/mirrorSource";
import type { PushHints } from "../internal/pushPermission";
import type { Transform } from "../internal/transform";

export interface MirrorArgs {
  /**
   * The registry's host, with a port if it needs one.
   * @default "ghcr.io"
   */
  readonly registry?: string;
  /** The user or organization that owns the package. Case is ignored. */
  readonly owner: string;
  /**
   * The package's name, without the owner.
   * @example "my-postgres"
   */
  readonly image: string;
  /**
   * The image to copy. Without a tag or digest, `tags` are also the source's tags.
   * @example "docker.io/library/postgres:alpine"
   */
  readonly from: pulumi.Input<string>;
  /**
   * The tags to push. The pinned reference uses the first one.
   * @example ["alpine"]
   */
  readonly tags: readonly string[];
  /**
   * How to copy the image: between registries; with a build on top of it that adds nothing, which
   * links the package; or with the Docker daemon, for an image that only it has.
   * @default "copy"
   */
  readonly mode?: "copy" | "linked" | "daemon";
  /**
   * The platforms to copy. Without a preflight, `mode: "copy"` copies all of them.
   * @default all of the source's platforms
   * @example ["linux/amd64", "linux/arm64"]
   */
  readonly platforms?: readonly string[];
  /**
   * The page of the repository that the package is linked to. Required with `mode: "linked"`.
   * @default none: the package is linked to no repository
   * @example "https://github.com/octo/app"
   */
  readonly source?: pulumi.Input<string>;
  /**
   * How to log in to the source's registry. The password becomes a Pulumi secret.
   * @default this machine's Docker login
   */
  readonly login?: {
    readonly username: pulumi.Input<string>;
    readonly password: pulumi.Input<string>;
  };
  /**
   * The Buildx builder for linked mirrors.
   * @default the builder in use
   */
  readonly builder?: { readonly name: string };
  /** The account that logs in to the registry. On ghcr.io, the token must belong to it. */
  readonly username: pulumi.Input<string>;
  /**
   * A classic token with `read:packages` and `write:packages`. It becomes a Pulumi secret.
   * @example new pulumi.Config("ghcr").requireSecret("token")
   */
  readonly token: pulumi.Input<string>;
  /**
   * Changes the resources inside: arguments that override the component's, or a function. Each is
   * applied once per tag.
   * @default no changes
   */
  readonly transform?: {
    readonly index?: Transform<dockerBuild.IndexArgs>;
    readonly image?: Transform<dockerBuild.ImageArgs>;
    readonly registryImage?: Transform<docker.RegistryImageArgs>;
  };
  /**
   * Values that a preflight already read.
   * @internal
   */
  readonly hints?: MirrorHints;
}

/**
 * A preflight's results about a mirror. Without them, the mirror asks the registry or skips the
 * step.
 */
export interface MirrorHints extends PushHints {
  /**
   * The sources of each tag. These replace the argument `tags`.
   * @default each tag's digest is read now; if that fails, the tag is copied without it
   */
  readonly copies?: readonly MirrorCopyHint[];
  /**
   * Whether the last update made these same copies. Then a changed login is ignored, because Pulumi
   * would replace every resource of a provider whose password changed.
   * @default false
   */
  readonly isCopied?: boolean;
  /**
   * Tags that keep digests which the package's tags had before.
   * @default none
   */
  readonly backups?: readonly { readonly tag: string; readonly digest: string }[];
}

/** The sources of a mirror's tag, as a preflight read them. */
export interface MirrorCopyHint {
  readonly tag: string;
  /** The references to copy, pinned if the digests are known. */
  readonly sources: readonly Reference[];
  /** The source's manifest, read now or before. The state stores it, so it is read only once. */
  readonly image?: SourceImage;
}
