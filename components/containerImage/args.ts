import type * as dockerBuild from "@pulumi/docker-build";
import type * as pulumi from "@pulumi/pulumi";
import type { ObservedSource } from "../../core/source";
import type { PushHints } from "../internal/pushPermission";
import type { Transform } from "../internal/transform";

export interface ContainerImageArgs {
  /**
   * The registry's host, with its port if it has one.
   * @default "ghcr.io"
   */
  readonly registry?: string;
  /** The user or organization that owns the package, in any case: the registry's is lower. */
  readonly owner: string;
  /**
   * The package's name below its owner.
   * @example "civilx-universe"
   * @example "v7/backend"
   */
  readonly image: string;
  /**
   * The tags to push: fixed text, or a rule as `{{version}}`, `{{major}}.{{minor}}`, `{{major}}`,
   * `{{tag}}` (the version as it is written), `{{commit}}`, `{{branch}}`. The first one stands in the
   * pinned reference. A pre-release leaves `latest` and what is made of the numbers alone where they
   * are.
   * @default ["latest"], and with a version ["{{tag}}", "latest"]
   * @example ["{{version}}", "{{major}}.{{minor}}", "latest"]
   */
  readonly tags?: readonly string[];
  /**
   * The version that the tags are made of. It becomes the label
   * `org.opencontainers.image.version` of an image whose tags hold it.
   * @default none: rules that need a version are refused
   * @example "v1.2.3"
   */
  readonly version?: string;
  /**
   * The address of the repository that the package belongs to. GitHub links the package to it at
   * its first push, and a package without a link refuses the repository's own workflows.
   * @example "https://github.com/F1bonacci66/civilx-universe"
   */
  readonly source: pulumi.Input<string>;
  /**
   * The folder to build from, relative to the program: an absolute one would differ on the next
   * machine, and what differs is built again.
   * @example "../api"
   */
  readonly context: pulumi.Input<string>;
  /**
   * The Dockerfile.
   * @default "Dockerfile" in the context
   */
  readonly dockerfile?: pulumi.Input<string>;
  /**
   * Other folders or images that the Dockerfile names in FROM and COPY --from.
   * @default none
   * @example { base: "../base" }
   */
  readonly contexts?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * The platforms to build for.
   * @default the builder's own
   * @example ["linux/amd64", "linux/arm64"]
   */
  readonly platforms?: readonly pulumi.Input<string>[];
  /**
   * The stage of the Dockerfile to build.
   * @default the last one
   */
  readonly target?: pulumi.Input<string>;
  /**
   * Values for the Dockerfile's ARG. They stay readable in the image: no place for a secret.
   * @default none
   * @example { VERSION: "1.10" }
   */
  readonly buildArgs?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * What `RUN --mount=type=secret,id=…` reads, by that id. They become Pulumi secrets.
   * @default none
   * @example { npmrc: new pulumi.Config().requireSecret("npmrc") }
   */
  readonly secrets?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Where the build's steps are kept for the next machine. `registry`: in a package of its own, with
   * `/buildcache` behind the image's name. `gha`: in GitHub's cache, in a workflow; elsewhere it does
   * nothing. `inline`: in the image itself, its last steps only.
   * @default "off": a builder keeps its steps anyway, and each other way pushes them once more
   */
  readonly cache?: "registry" | "gha" | "inline" | "off";
  /**
   * The network of RUN. `host` wants a builder that allows it
   * (`docker buildx create --buildkitd-flags '--allow-insecure-entitlement network.host'`).
   * @default "default"
   */
  readonly network?: pulumi.Input<"default" | "none" | "host">;
  /**
   * Whether a preview builds too. It pushes nothing, so that it cannot be had with
   * `cache: "registry"`; `gha` keeps the steps in GitHub's cache all the same.
   * @default false
   */
  readonly buildOnPreview?: boolean;
  /**
   * The buildx builder that builds.
   * @default the one in use
   */
  readonly builder?: { readonly name: pulumi.Input<string> };
  /** Who logs in to the registry; for ghcr.io the account that the token belongs to. */
  readonly username: pulumi.Input<string>;
  /**
   * A classic token with read:packages and write:packages. It becomes a Pulumi secret.
   * @example new pulumi.Config("ghcr").requireSecret("token")
   */
  readonly token: pulumi.Input<string>;
  /**
   * Changes what is inside before it is made.
   * @default nothing is changed
   */
  readonly transform?: { readonly image?: Transform<dockerBuild.ImageArgs> };
  /**
   * What a preflight saves it from asking.
   * @internal
   */
  readonly hints?: ContainerImageHints;
}

/** What a preflight knows of an image. Without any of it the image asks, or does without. */
export interface ContainerImageHints extends PushHints {
  /**
   * What was observed of the source.
   * @default git and the folder are asked now
   */
  readonly observedSource?: ObservedSource;
}
