import * as pulumi from "@pulumi/pulumi";
import { MirrorSource } from "../../core/registry/mirrorSource";
import { printReference, type Reference } from "../../core/oci/reference";
import type { MirrorArgs, MirrorCopyHint } from "./args";

/** One tag of a mirror, with its sources as an output. */
export interface Copy extends Omit<MirrorCopyHint, "sources"> {
  readonly sources: pulumi.Output<MirrorCopyHint["sources"]>;
}

/** The input of every copy mode. */
export interface Plan {
  readonly repository: Reference;
  readonly from: pulumi.Output<Reference>;
  readonly copies: readonly Copy[];
}

/** The digest of each copied tag, in the order of the tags. */
export type Digests = readonly pulumi.Output<string | undefined>[];

/** The source for a build or a daemon: the others are platforms of the same image. */
export function firstSource(sources: readonly Reference[]): string {
  return sources.slice(0, 1).map(printReference).join("");
}

/** The copies that a preflight read, or that the registry has now. */
export function copiesOf(
  args: MirrorArgs,
  from: pulumi.Output<Reference>,
  resource: pulumi.Resource,
): readonly Copy[] {
  const { tags, mode, login, hints = {} } = args;
  if (hints.copies !== undefined) {
    return hints.copies.map(({ tag, sources, image }) => ({
      tag,
      sources: pulumi.output([...sources]),
      image,
    }));
  }
  return tags.map((tag) => ({ tag, sources: readNow({ mode, login }, from, tag, resource) }));
}

function readNow(
  { mode, login }: Pick<MirrorArgs, "mode" | "login">,
  from: pulumi.Output<Reference>,
  tag: string,
  resource: pulumi.Resource,
): pulumi.Output<readonly Reference[]> {
  const sources = pulumi
    .all([from, login?.username, login?.password])
    .apply(async ([source, username, token]): Promise<readonly Reference[]> => {
      const isOne = source.tag !== undefined || source.digest !== undefined;
      const desired = isOne ? source : { ...source, tag };
      // The daemon's images are in no registry.
      if (mode === "daemon" || desired.digest !== undefined) return [desired];
      const { registry } = desired;
      const isLoggedIn = username !== undefined && token !== undefined;
      const reader = new MirrorSource({
        registry,
        mayLoginElsewhere: true,
        ...(isLoggedIn && { username, token }),
      });
      const digest = await reader.readDigest(desired);
      if (digest.outcome === "found") return [{ ...desired, digest: digest.value }];
      const warning = `The digest of ${printReference(desired)} cannot be read, so the tag is copied without it`;
      void pulumi.log.warn(warning, resource);
      return [desired];
    });
  // A digest does not reveal the password that it was read with.
  return pulumi.unsecret(sources);
}
