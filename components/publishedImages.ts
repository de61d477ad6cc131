import * as pulumi from "@pulumi/pulumi";
import {
  fileOutput,
  imageOf,
  lockOf,
  pullSecretOf,
  type Lock,
  type LockedImage,
} from "../core/deploy";

/**
 * The images that another stack published, for a program that deploys them. It creates no
 * resources.
 *
 * @example
 * const stack = new pulumi.StackReference("acme/pulumi-ghcr/prod");
 * const published = new PublishedImages(stack);
 * published.pinned("v7/backend"); // ghcr.io/acme/v7/backend:1.2@sha256:…
 */
export class PublishedImages {
  /** Every image whose digest is known, by its name. */
  public readonly images: pulumi.Output<Lock>;

  constructor(private readonly stack: pulumi.StackReference) {
    this.images = this.output(fileOutput("lock")).apply(([name, text]) =>
      withoutTrace(() => lockOf(name, text)),
    );
  }

  /** An image by name, with its digest, tags and platforms. */
  public image(name: string): pulumi.Output<LockedImage> {
    return pulumi
      .all([this.stack.name, this.images])
      .apply(([stack, images]) => withoutTrace(() => imageOf(stack, images, name)));
  }

  /** An image's pinned reference, for deployments: `registry/name:tag@sha256:…`. */
  public pinned(name: string): pulumi.Output<string> {
    return this.image(name).apply(({ pinned }) => pinned);
  }

  /** A secret: the content of a kubernetes.io/dockerconfigjson secret that pulls private images. */
  public pullSecret(): pulumi.Output<string> {
    const secret = this.output("dockerconfigjson");
    return pulumi.secret(
      secret.apply(([stack, text]) => withoutTrace(() => pullSecretOf(stack, text))),
    );
  }

  private output(name: string): pulumi.Output<[string, unknown]> {
    const value = this.stack.getOutput(name) as pulumi.Output<unknown>;
    return pulumi.all([this.stack.name, value]);
  }
}

/** Turns errors into ones that Pulumi prints without a stack trace. */
function withoutTrace<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    const { message } = error as Error;
    const stop = new pulumi.RunError(message);
    stop.stack = message;
    throw stop;
  }
}
