import * as pulumi from "@pulumi/pulumi";
import {
  fileOutput,
  renderBake,
  renderCompose,
  dockerConfig,
  renderDotenv,
  renderKustomization,
  renderLock,
  loginCommand,
  verifyCommand,
  type BuildDefinition,
  type DeployedImage,
  type PullLogin,
} from "../core/deploy";
import type { TaggedReference } from "../core/oci/reference";
import type { CopiedTag } from "./mirror/mirror";

/** An image or a mirror of the stack that deployments use. */
export interface DeployableImage {
  /** The package's name, without the owner. */
  readonly name: string;
  readonly image: {
    readonly reference: pulumi.Input<string>;
    /** The reference as an object. */
    readonly referenceParts: pulumi.Input<TaggedReference>;
    /** Every pushed tag, as `registry/name:tag`. The first is the reference. */
    readonly tags: pulumi.Input<readonly string[]>;
    /** Undefined until the digest is known. */
    readonly digest: pulumi.Input<string | undefined>;
    /** Undefined until the digest is known. */
    readonly pinned: pulumi.Input<string | undefined>;
    /** The tag that stays pinned, if the image's own tag cannot be read. */
    readonly lastKnownTag?: pulumi.Input<string | undefined>;
    /** The build's definition; undefined for images that are not built here. */
    readonly definition?: pulumi.Input<BuildDefinition>;
    /** The image's platforms, if known. */
    readonly platforms?: pulumi.Input<readonly string[] | undefined>;
    /** The sources of a mirror's tags. */
    readonly copied?: pulumi.Input<readonly CopiedTag[]>;
  };
  /** The Compose services that run the image. */
  readonly services: readonly string[];
  /** The repository, `OWNER/NAME`, whose workflow attested the image. */
  readonly attestedBy?: string | undefined;
}

/** The login that pulls images, with its token if one is set. */
export interface DeploymentLogin extends PullLogin {
  readonly token?: pulumi.Input<string> | undefined;
}

/** An image's outputs. Until its digest is known, only the reference is set. */
export interface DeployedImageOutputs {
  /** `registry/name:tag`, as people type it. The tag can move. */
  readonly reference: pulumi.Input<string>;
  /**
   * Every pushed tag, as `registry/name:tag`. The first is the reference, and the only one if a
   * workflow pushes the image.
   */
  readonly tags: pulumi.Output<readonly string[] | undefined>;
  readonly digest: pulumi.Output<string | undefined>;
  /** `registry/name:tag@digest`, for deployments. */
  readonly pinned: pulumi.Output<string | undefined>;
  /** True if the reference's tag cannot be read, so that the last known digest stays pinned. */
  readonly isLastKnown?: pulumi.Output<true | undefined>;
  /** The image's platforms, if known. */
  readonly platforms?: pulumi.Input<readonly string[] | undefined>;
  /** The sources of a mirror's tags, and whether the digests are the same. */
  readonly copied?: pulumi.Input<readonly CopiedTag[]>;
  /** The command that verifies its attestation, if it has one. */
  readonly verify?: pulumi.Output<string | undefined>;
}

/** Those of files are not printed with each update, because of their names: see `fileOutput`. */
export interface DeploymentOutputs {
  /** By the package's name. */
  readonly images: Readonly<Record<string, DeployedImageOutputs>>;
  /** An override file for Docker Compose. */
  readonly __compose: pulumi.Output<string>;
  /** A .env file with the pinned references. */
  readonly __dotenv: pulumi.Output<string>;
  /** A docker-bake.json that builds the same images. */
  readonly __bake: pulumi.Output<string>;
  /** A Component for Kustomize. */
  readonly __kustomization: pulumi.Output<string>;
  /** The same data for programs, as JSON with a schema version. */
  readonly __lock: pulumi.Output<string>;
  /** The command that logs in with a token from an environment variable. */
  readonly login: string;
  /** A secret: the Docker configuration that pulls private images. Only with a pull token. */
  readonly dockerconfigjson?: pulumi.Output<string>;
}

/**
 * The stack outputs that deployments read. Only `dockerconfigjson`, which contains a token, is
 * secret. File outputs have no final newline, because `pulumi stack output` adds one.
 */
export function deploymentOutputs(
  images: readonly DeployableImage[],
  login: DeploymentLogin,
): DeploymentOutputs {
  const deployed = pulumi.output(images.map(deployedImage));
  const built = pulumi.output(
    images.flatMap(({ name, image: { definition } }) =>
      definition === undefined ? [] : [{ name, definition }],
    ),
  );
  const { token } = login;
  return {
    images: Object.fromEntries(images.map((each) => [each.name, describeImage(each)])),
    [fileOutput("compose")]: deployed.apply(renderCompose),
    [fileOutput("dotenv")]: deployed.apply(renderDotenv),
    [fileOutput("bake")]: built.apply(renderBake),
    [fileOutput("kustomization")]: deployed.apply(renderKustomization),
    [fileOutput("lock")]: deployed.apply(renderLock),
    login: loginCommand(login),
    ...(token === undefined ? {} : { dockerconfigjson: configFor(login, token) }),
  };
}

/** In a preview that does not build the image, only the reference is known. */
function describeImage({ image, attestedBy }: DeployableImage): DeployedImageOutputs {
  const pinned = pulumi.output(image.pinned);
  const tags: pulumi.Output<readonly string[]> = pulumi.output(image.tags);
  const lastKnownTag = pulumi.output(image.lastKnownTag);
  return {
    reference: image.reference,
    // Without the tag's own digest nothing was pushed.
    tags: pulumi
      .all([pinned, tags, lastKnownTag])
      .apply(([text, all, last]) => (text === undefined || last !== undefined ? undefined : all)),
    digest: pulumi.output(image.digest),
    pinned,
    ...(image.lastKnownTag === undefined
      ? {}
      : { isLastKnown: lastKnownTag.apply((tag) => (tag === undefined ? undefined : true)) }),
    ...(image.platforms === undefined ? {} : { platforms: image.platforms }),
    ...(image.copied === undefined ? {} : { copied: image.copied }),
    ...(attestedBy === undefined
      ? {}
      : {
          verify: pinned.apply((text) =>
            text === undefined ? undefined : verifyCommand(text, attestedBy),
          ),
        }),
  };
}

function deployedImage({ name, image, services }: DeployableImage): pulumi.Output<DeployedImage> {
  const { referenceParts, digest, platforms, lastKnownTag } = image;
  return pulumi
    .all([referenceParts, digest, platforms, lastKnownTag])
    .apply(([reference, resolvedDigest, builtFor, lastTag]) => ({
      ...{ name, services, reference, digest: resolvedDigest, platforms: builtFor },
      lastKnownTag: lastTag,
    }));
}

function configFor(login: PullLogin, token: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.secret(pulumi.output(token).apply((value) => dockerConfig(login, value)));
}
