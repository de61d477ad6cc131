import * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { parseReference, printReference, type Reference } from "../../core/oci/reference";
import type { MirrorArgs } from "./args";
import { pushLogin, unknownInPreview } from "../internal/references";
import { applyTransform } from "../internal/transform";
import type { Digests, Plan } from "./plan";

/** Copies between registries, with an index for each tag, without pulling and without a daemon. */
export function copyAll(
  parent: pulumi.Resource,
  name: string,
  args: MirrorArgs,
  { repository, from, copies }: Plan,
): Digests {
  const { backups = [] } = args.hints ?? {};
  const provider = sourceProvider(parent, name, args, from);
  const index = (
    tag: string,
    sources: pulumi.Input<readonly Reference[]>,
    dependsOn: pulumi.Resource[],
  ): dockerBuild.Index =>
    new dockerBuild.Index(
      ...applyTransform<dockerBuild.IndexArgs>(
        args.transform?.index,
        // No package name contains ':', so no two names collide.
        `${name}:${tag}`,
        {
          sources: pulumi.output(sources).apply((all) => all.map(printReference)),
          tag: printReference({ ...repository, tag }),
          push: true,
          registry: pushLogin(repository, args),
        },
        {
          parent,
          // The registry deletes by digest, which other tags share; ghcr.io refuses it anyway.
          retainOnDelete: true,
          ...(dependsOn.length === 0 ? {} : { dependsOn }),
          ...(provider === undefined ? {} : { provider }),
        },
      ),
    );
  // Backups are made before the tags are overwritten.
  const backupIndexes = backups.map(({ tag, digest }) =>
    index(tag, [{ ...repository, digest }], []),
  );
  return copies.map(({ tag, sources }) => {
    const tagIndex = index(tag, sources, backupIndexes);
    // The provider returns text; in a preview it has no digest.
    return unknownInPreview(tagIndex.ref.apply((reference) => parseReference(reference).digest));
  });
}

/** The index's login is for the target, so the source's login needs a provider. */
function sourceProvider(
  parent: pulumi.Resource,
  name: string,
  { login, hints = {} }: MirrorArgs,
  from: pulumi.Output<Reference>,
): dockerBuild.Provider | undefined {
  if (login === undefined) return undefined;
  const address = from.apply(({ registry }) => registry);
  const { username, password } = login;
  return new dockerBuild.Provider(
    `${name}-source`,
    { registries: [{ address, username, password: pulumi.secret(password) }] },
    { parent, ...(hints.isCopied === true ? { ignoreChanges: ["registries"] } : {}) },
  );
}
