import * as pulumi from "@pulumi/pulumi";
import type { SourceLook } from "../checks";
import type { ImageSettings, MirrorSettings, Settings } from "../settings";

/** What is the same for all packages of a stack, and counts for each. */
type Shared = Pick<Settings, "registry" | "username" | "publisher" | "builder">;

/**
 * Names the token and all that an image is made of, so that a package is asked about again when
 * either changes. Nothing where not all of the source could be read. Secrets are in it: the token
 * seals it, so that a short one cannot be found by trying.
 */
export async function imageMark(
  { registry, username, publisher, builder }: Shared,
  image: ImageSettings,
  look: SourceLook | undefined,
  source: string,
): Promise<string | undefined> {
  if (look === undefined || (look.size !== undefined && look.digest === undefined)) {
    return undefined;
  }
  const { context, contexts, dockerfile, tags, version, platforms, target, buildArgs } = image;
  const { cache, network, secrets = {} } = image;
  const { commit, branch } = look.facts;
  const values = await Promise.all(
    Object.entries(secrets).map(async ([id, value]) => [id, await known(value)]),
  );
  return publisher.seal(
    canonical({
      ...{ registry, username, builder, source },
      ...{ context, contexts, dockerfile, tags, version, platforms, target, buildArgs },
      ...{ cache, network, secrets: Object.fromEntries(values) as unknown },
      ...{ commit, branch, digest: look.digest },
    }),
  );
}

/** The same for a mirror. What its source holds today is not asked. */
export function mirrorMark(
  { registry, username, publisher }: Shared,
  { from, tags }: MirrorSettings,
): string {
  return publisher.seal(canonical({ registry, username, from, tags }));
}

/** A setting's value is there before anything is declared. */
function known(value: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => {
    value.apply(resolve);
  });
}

/** The same text, whatever order the keys of a map stand in. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
