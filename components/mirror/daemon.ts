import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { printReference } from "../../core/oci/reference";
import type { MirrorArgs } from "./args";
import { pushLogin } from "../internal/references";
import { applyTransform } from "../internal/transform";
import { firstSource, type Digests, type Plan } from "./plan";

/**
 * Pulls, tags and pushes with this machine's Docker daemon, which copies its one platform. Deleting
 * the mirror keeps both the local and the pushed image.
 */
export function pushAll(
  parent: pulumi.Resource,
  name: string,
  args: MirrorArgs,
  { repository, copies }: Plan,
): Digests {
  return copies.map(({ tag, sources }) => {
    const resourceName = `${name}:${tag}`;
    const target = printReference({ ...repository, tag });
    const source = sources.apply(firstSource);
    const image = new docker.RemoteImage(
      resourceName,
      { name: source, keepLocally: true },
      { parent },
    );
    const tagged = new docker.Tag(
      resourceName,
      { sourceImage: image.imageId, targetImage: target },
      { parent },
    );
    const pushed = new docker.RegistryImage(
      ...applyTransform<docker.RegistryImageArgs>(
        args.transform?.registryImage,
        resourceName,
        {
          name: tagged.targetImage,
          keepRemotely: true,
          // The name stays the same when the image changes.
          triggers: { image: image.imageId },
          authConfig: pushLogin(repository, args),
        },
        { parent },
      ),
    );
    return pushed.sha256Digest.apply((digest: string | undefined) => digest);
  });
}
