import { relative } from "node:path";
import { join } from "node:path/posix";
import * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { printReference } from "../../core/oci/reference";
import { argumentError } from "../internal/arguments";
import { labelsOf, registryExport } from "../containerImage/inputs";
import type { MirrorArgs } from "./args";
import { pushedDigest, pushLogin } from "../internal/references";
import { applyTransform } from "../internal/transform";
import { firstSource, type Copy, type Digests, type Plan } from "./plan";

/**
 * Builds an image on top of each source that adds nothing, for all its platforms. Its index has the
 * annotation that links the package to a repository, and its digest differs from the source's.
 */
export function linkAll(
  parent: pulumi.Resource,
  name: string,
  args: MirrorArgs,
  { repository, from, copies }: Plan,
): Digests {
  const { source, login } = args;
  if (source === undefined) throw argumentError("source", "is required with mode 'linked'");
  const about = pulumi
    .output(source)
    .apply((address) => ({ source: address, version: undefined, revision: undefined }));
  const host = from.apply(({ registry: address }) => address);
  return copies.map((copy) => {
    const image = new dockerBuild.Image(
      ...applyTransform<dockerBuild.ImageArgs>(
        args.transform?.image,
        `${name}:${copy.tag}`,
        {
          context: { location: contextFolder() },
          dockerfile: { inline: copy.sources.apply((all) => `FROM ${firstSource(all)}\n`) },
          platforms: platformsFor(args, copy),
          tags: [printReference({ ...repository, tag: copy.tag })],
          labels: about.apply(labelsOf),
          buildArgs: { BUILDKIT_MULTI_PLATFORM: "1" },
          builder: args.builder,
          exports: [{ raw: about.apply(registryExport) }],
          push: false,
          buildOnPreview: false,
          registries: [
            pushLogin(repository, args),
            ...(login === undefined
              ? []
              : [
                  {
                    address: host,
                    username: login.username,
                    password: pulumi.secret(login.password),
                  },
                ]),
          ],
        },
        // The digest may be deployed, and other tags may share it; ghcr.io refuses to delete it
        // anyway.
        { parent, retainOnDelete: true },
      ),
    );
    return pushedDigest(image);
  });
}

/** The requested platforms, or the source's if they are known; otherwise the builder's. */
function platformsFor(
  { platforms }: MirrorArgs,
  { image }: Copy,
): dockerBuild.Platform[] | undefined {
  const all = platforms ?? Object.keys(image?.platforms ?? {});
  return all.length === 0 ? undefined : all.map((each) => each as dockerBuild.Platform);
}

/** A build needs a context, and changes in it would cause a rebuild. */
function contextFolder(): string {
  const path = relative(process.cwd(), __dirname).replaceAll("\\", "/");
  return join(path, "nothing");
}
