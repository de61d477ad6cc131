import * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { parseReference, printReference, type Reference } from "../../core/oci/reference";
import type { MirrorArgs } from "./args";
import { pushLogin } from "../internal/references";
import { transformed } from "../internal/transform";
import type { Digests, Plan } from "./plan";

/** Copies from registry to registry: an index for each tag, with neither pull nor daemon. */
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
      ...transformed<dockerBuild.IndexArgs>(
        args.transform?.index,
        // No package's name holds a ':', so that 'a' with the tag 'b' is never 'a-b'.
        `${name}:${tag}`,
        {
          sources: pulumi.output(sources).apply((all) => all.map(printReference)),
          tag: printReference({ ...repository, tag }),
          push: true,
          registry: pushLogin(repository, args),
        },
        {
          parent,
          // Deleting is by digest, which the other tags have too; ghcr.io refuses it anyway.
          retainOnDelete: true,
          ...(dependsOn.length === 0 ? {} : { dependsOn }),
          ...(provider === undefined ? {} : { provider }),
        },
      ),
    );
  // What a tag holds is kept before anything is written to it.
  const kept = backups.map(({ tag, digest }) => index(tag, [{ ...repository, digest }], []));
  return copies.map(({ tag, sources }) => {
    const made = index(tag, sources, kept);
    // The provider gives it as text; a preview names the tag alone.
    return made.ref.apply((reference) => parseReference(reference).digest);
  });
}

/** The index's own login is the target's, so that the source's belongs to a provider. */
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
