import * as pulumi from "@pulumi/pulumi";
import {
  renderBake,
  renderCompose,
  dockerConfig,
  renderDotenv,
  renderKustomization,
  renderLock,
  loginCommand,
  pullCommand,
  verifyCommand,
  type BuildDefinition,
  type DeployedImage,
  type PullLogin,
} from "../core/deploy";
import type { TaggedReference } from "../core/oci/reference";
import type { Copied } from "./mirror/mirror";

/** An image or a mirror of the stack, and what deployments are told of it. */
export interface Deployed {
  /** The package's name below its owner. */
  readonly name: string;
  readonly image: {
    readonly reference: pulumi.Input<string>;
    /** The same in its parts. */
    readonly referenceParts: pulumi.Input<TaggedReference>;
    /** Every tag that is pushed, as `registry/name:tag`; the first is the reference. */
    readonly tags: pulumi.Input<readonly string[]>;
    /** Nothing while it is not known. */
    readonly digest: pulumi.Input<string | undefined>;
    /** Nothing while no digest is known. */
    readonly pinned: pulumi.Input<string | undefined>;
    /** What it is built from; nothing for what is not built here. */
    readonly definition?: pulumi.Input<BuildDefinition>;
    /** What it is built for, where that is known. */
    readonly platforms?: pulumi.Input<readonly string[] | undefined>;
    /** What each tag of a mirror was copied from. */
    readonly copied?: pulumi.Input<readonly Copied[]>;
  };
  /** The Compose services that run it. */
  readonly services: readonly string[];
  /** The repository, `OWNER/NAME`, whose workflow attested it, where one did. */
  readonly attestedBy?: string | undefined;
}

/** Who pulls, and the token for that, where one is set. */
export interface DeploymentLogin extends PullLogin {
  readonly token?: pulumi.Input<string> | undefined;
}

/** What is told of one image. Nothing but the reference is there while no digest is known. */
export interface DeployedImageOutputs {
  /** `registry/name:tag`: what people type. Where it points can change. */
  readonly reference: pulumi.Input<string>;
  /**
   * Every tag that was pushed, as `registry/name:tag`; the first is the reference. Where a workflow
   * pushes it is the only one that was looked at.
   */
  readonly tags: pulumi.Output<readonly string[] | undefined>;
  readonly digest: pulumi.Output<string | undefined>;
  /** `registry/name:tag@digest`: what a deployment can trust. */
  readonly pinned: pulumi.Output<string | undefined>;
  /** What it is built for, where that is known. */
  readonly platforms?: pulumi.Input<readonly string[] | undefined>;
  /** What each tag of a mirror was copied from, and whether its digest is that one's own. */
  readonly copied?: pulumi.Input<readonly Copied[]>;
  /** The command that pulls it. */
  readonly pull: pulumi.Output<string | undefined>;
  /** The command that verifies its attestation, where it has one. */
  readonly verify?: pulumi.Output<string | undefined>;
}

export interface DeploymentOutputs {
  /** By the package's name. */
  readonly images: Readonly<Record<string, DeployedImageOutputs>>;
  /** An override file for Docker Compose. */
  readonly compose: pulumi.Output<string>;
  /** Variables with the pinned references. */
  readonly dotenv: pulumi.Output<string>;
  /** A docker-bake.json that builds the same images. */
  readonly bake: pulumi.Output<string>;
  /** A Component for Kustomize. */
  readonly kustomization: pulumi.Output<string>;
  /** All of it for programs, as JSON with a schema version. */
  readonly lock: pulumi.Output<string>;
  /** The command that logs in, with the token from a variable. */
  readonly login: string;
  /** A secret: what pulls private images without a login. Only with a pull token. */
  readonly dockerconfigjson?: pulumi.Output<string>;
}

/**
 * What a deployment reads, as outputs of a stack. All of it is plain but `dockerconfigjson`, which
 * holds a token. Texts are files, without the newline that `pulumi stack output` puts at their end.
 */
export function deployment(images: readonly Deployed[], login: DeploymentLogin): DeploymentOutputs {
  const deployed = pulumi.output(images.map(deployedImage));
  const built = pulumi.output(
    images.flatMap(({ name, image: { definition } }) =>
      definition === undefined ? [] : [{ name, definition }],
    ),
  );
  const { token } = login;
  return {
    images: Object.fromEntries(images.map((each) => [each.name, describeImage(each)])),
    compose: deployed.apply(renderCompose),
    dotenv: deployed.apply(renderDotenv),
    bake: built.apply(renderBake),
    kustomization: deployed.apply(renderKustomization),
    lock: deployed.apply(renderLock),
    login: loginCommand(login),
    ...(token === undefined ? {} : { dockerconfigjson: configFor(login, token) }),
  };
}

/** The preview of an image that is not built shows its reference; the rest is not known yet. */
function describeImage({ image, attestedBy }: Deployed): DeployedImageOutputs {
  const pinned = pulumi.output(image.pinned);
  const tags: pulumi.Output<readonly string[]> = pulumi.output(image.tags);
  return {
    reference: image.reference,
    // Only what has a digest was pushed.
    tags: pulumi.all([pinned, tags]).apply(([text, all]) => (text === undefined ? undefined : all)),
    digest: pulumi.output(image.digest),
    pinned,
    pull: pinned.apply((text) => (text === undefined ? undefined : pullCommand(text))),
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

function deployedImage({ name, image, services }: Deployed): pulumi.Output<DeployedImage> {
  const { referenceParts, digest, platforms } = image;
  return pulumi
    .all([referenceParts, digest, platforms])
    .apply(([reference, resolvedDigest, builtFor]) => ({
      ...{ name, services, reference, digest: resolvedDigest, platforms: builtFor },
    }));
}

function configFor(login: PullLogin, token: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.secret(pulumi.output(token).apply((value) => dockerConfig(login, value)));
}
