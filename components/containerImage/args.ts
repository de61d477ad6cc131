import type * as dockerBuild from "@pulumi/docker-build";
import type * as pulumi from "@pulumi/pulumi";
import type { ObservedSource } from "../../core/source";
import type { PushHints } from "../internal/pushPermission";
import type { Transform } from "../internal/transform";

export interface ContainerImageArgs {
  /**
   * The registry's host, with a port if it needs one.
   * @default "ghcr.io"
   */
  readonly registry?: string;
  /** The user or organization that owns the package. Case is ignored. */
  readonly owner: string;
  /**
   * The package's name, without the owner.
   * @example "civilx-universe"
   * @example "v7/backend"
   */
  readonly image: string;
  /**
   * The tags to push: fixed text, or rules with `{{version}}`, `{{major}}.{{minor}}`, `{{major}}`,
   * `{{tag}}` (the version as written), `{{commit}}`, `{{branch}}`. The pinned reference uses the
   * first one. A pre-release does not move `latest` or tags made only of numbers.
   * @default ["latest"], and with a version ["{{tag}}", "latest"]
   * @example ["{{version}}", "{{major}}.{{minor}}", "latest"]
   */
  readonly tags?: readonly string[];
  /**
   * The version that fills the tag rules. It becomes the label `org.opencontainers.image.version`
   * of an image whose tags use it.
   * @default none: rules that need a version are rejected
   * @example "v1.2.3"
   */
  readonly version?: string;
  /**
   * Whether an update may move a tag that names one version (`{{tag}}`, `{{version}}`), when it is
   * already published. `fixed` stops such an update and its preview.
   * @default "fixed"
   */
  readonly releases?: "fixed" | "movable";
  /**
   * The page of the repository that the package belongs to. GitHub links the package to it on the
   * first push, and a package without a link rejects the repository's own workflows.
   * @example "https://github.com/F1bonacci66/civilx-universe"
   */
  readonly source: pulumi.Input<string>;
  /**
   * The folder to build from, relative to the program. An absolute path differs between machines,
   * and a difference causes a rebuild.
   * @example "../api"
   */
  readonly context: pulumi.Input<string>;
  /**
   * The Dockerfile.
   * @default "Dockerfile" in the context
   */
  readonly dockerfile?: pulumi.Input<string>;
  /**
   * Other folders or images that the Dockerfile refers to in FROM and COPY --from.
   * @default none
   * @example { base: "../base" }
   */
  readonly contexts?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * The platforms to build for.
   * @default the builder's own platform
   * @example ["linux/amd64", "linux/arm64"]
   */
  readonly platforms?: readonly pulumi.Input<string>[];
  /**
   * The build stage of the Dockerfile to build.
   * @default the last stage
   */
  readonly target?: pulumi.Input<string>;
  /**
   * Values for the Dockerfile's ARG. They stay readable in the image, so use `secrets` for tokens.
   * @default none
   * @example { VERSION: "1.10" }
   */
  readonly buildArgs?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * The secrets that `RUN --mount=type=secret,id=…` reads, by ID. They become Pulumi secrets.
   * @default none
   * @example { npmrc: new pulumi.Config().requireSecret("npmrc") }
   */
  readonly secrets?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Where the build cache is stored for other machines. `registry`: in a separate package, the
   * image's name with `/buildcache`. `gha`: in GitHub's cache, only in a workflow. `inline`: in the
   * image itself, only the final stage.
   * @default "off": only the builder's own cache
   */
  readonly cache?: "registry" | "gha" | "inline" | "off";
  /**
   * The network of RUN instructions. `host` requires a builder that allows it
   * (`docker buildx create --buildkitd-flags '--allow-insecure-entitlement network.host'`).
   * @default "default"
   */
  readonly network?: pulumi.Input<"default" | "none" | "host">;
  /**
   * Whether a preview builds too. It pushes nothing, so it cannot be combined with
   * `cache: "registry"`; `gha` still writes to GitHub's cache.
   * @default false
   */
  readonly buildOnPreview?: boolean;
  /**
   * The Buildx builder that builds the image.
   * @default the builder in use
   */
  readonly builder?: { readonly name: pulumi.Input<string> };
  /** The account that logs in to the registry. On ghcr.io, the token must belong to it. */
  readonly username: pulumi.Input<string>;
  /**
   * A classic token with `read:packages` and `write:packages`. It becomes a Pulumi secret.
   * @example new pulumi.Config("ghcr").requireSecret("token")
   */
  readonly token: pulumi.Input<string>;
  /**
   * Changes the resource inside: arguments that override the component's, or a function.
   * @default no changes
   */
  readonly transform?: { readonly image?: Transform<dockerBuild.ImageArgs> };
  /**
   * Values that a preflight already read.
   * @internal
   */
  readonly hints?: ContainerImageHints;
}

/**
 * A preflight's results about an image. Without them, the image reads the values or skips the step.
 */
export interface ContainerImageHints extends PushHints {
  /**
   * The observed source.
   * @default Git and the folder are read now
   */
  readonly observedSource?: ObservedSource;
}
