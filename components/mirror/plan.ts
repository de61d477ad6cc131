import * as pulumi from "@pulumi/pulumi";
import { MirrorSource, type SourceImage } from "../../core/registry/mirrorSource";
import { parseReference, printReference, type Reference } from "../../core/oci/reference";
import type { MirrorArgs } from "./args";

/** One tag of a mirror, as its resources are made of it. */
export interface Copy {
  readonly tag: string;
  readonly sources: pulumi.Output<readonly string[]>;
  readonly image?: SourceImage | undefined;
}

/** What all ways of copying have in common. */
export interface Plan {
  readonly repository: Reference;
  readonly copies: readonly Copy[];
}

/** The digest that each tag has when it is copied, in the order of the tags. */
export type Digests = readonly pulumi.Output<string | undefined>[];

/** What a preflight read; or what the registry tells now, for programs that have none. */
export function copiesOf(args: MirrorArgs, resource: pulumi.Resource): readonly Copy[] {
  if (args.copies !== undefined) {
    return args.copies.map(({ tag, sources, image }) => ({
      tag,
      sources: pulumi.output([...sources]),
      image,
    }));
  }
  return args.tags.map((tag) => ({ tag, sources: readNow(args, tag, resource) }));
}

function readNow(
  { from, login, mode }: MirrorArgs,
  tag: string,
  resource: pulumi.Resource,
): pulumi.Output<readonly string[]> {
  const told = pulumi
    .all([from, login?.username, login?.password])
    .apply(async ([text, username, token]) => {
      const source = parseReference(text);
      const isOne = source.tag !== undefined || source.digest !== undefined;
      const wanted = isOne ? source : { ...source, tag };
      // What the daemon has no registry tells.
      if (mode === "daemon" || wanted.digest !== undefined) return [printReference(wanted)];
      const { registry } = wanted;
      const isLoggedIn = username !== undefined && token !== undefined;
      const reader = new MirrorSource({
        registry,
        mayLoginElsewhere: true,
        ...(isLoggedIn && { username, token }),
      });
      const digest = await reader.digest(wanted);
      if (digest.outcome === "told") return [printReference({ ...wanted, digest: digest.is })];
      const what = `The digest of ${printReference(wanted)} cannot be read, so it is copied as it is then`;
      void pulumi.log.warn(what, resource);
      return [printReference(wanted)];
    });
  // A digest tells nothing of the password that it was read with.
  return pulumi.unsecret(told);
}
