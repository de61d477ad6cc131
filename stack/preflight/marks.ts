import * as pulumi from "@pulumi/pulumi";
import { fillTags, needsVersion } from "../../core/tags/rules";
import type { MirrorSeen } from "./checks/mirrors";
import type { SourceLook } from "../../core/source";
import type { ImageSettings, MirrorSettings, Settings } from "../settings";

/** What is the same for all packages of a stack, and counts for each. */
type Shared = Pick<Settings, "registry" | "username" | "publisher" | "builder">;

/** Goes up when the program declares an image or a mirror otherwise than before. */
const declaration = 2;

/** What of its settings an image is not made of. Named, so that a new setting counts until it is. */
const notMadeIntoIt: readonly string[] = [
  "build",
  "service",
  "attested",
  "packageVisibility",
  "enforceVisibility",
] satisfies readonly (keyof ImageSettings)[];

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
  if (look?.digest === undefined) return undefined;
  const { tags: rules, version, secrets = {}, ...rest } = image;
  const made = Object.entries(rest).filter(([name]) => !notMadeIntoIt.includes(name));
  const { commit, branch } = look.facts;
  const { tags } = fillTags(rules, { version, commit, branch });
  const values = await Promise.all(
    Object.entries(secrets).map(async ([id, value]) => [id, await known(value)]),
  );
  return publisher.seal(
    canonical({
      ...{ declaration, registry, username, builder, source, commit, tags },
      made: Object.fromEntries(made) as unknown,
      ...{ digest: look.digest, secrets: Object.fromEntries(values) as unknown },
      ...(needsVersion(rules) && { version }),
    }),
  );
}

/** What of its settings a mirror is not made of. */
const notCopiedIntoIt: readonly string[] = [
  "service",
  "login",
] satisfies readonly (keyof MirrorSettings)[];

/** The same for a mirror, and what its source holds. */
export function mirrorMark(
  { registry, username, publisher }: Shared,
  mirror: MirrorSettings,
  copies: MirrorSeen["copies"],
): string {
  const made = Object.entries(mirror).filter(([name]) => !notCopiedIntoIt.includes(name));
  const sources = copies.map(({ tag, sources }) => [tag, ...sources]);
  return publisher.seal(
    canonical({
      declaration,
      registry,
      username,
      made: Object.fromEntries(made) as unknown,
      sources,
    }),
  );
}

/** A setting's value is there before anything is declared. */
export function known(value: pulumi.Output<string>): Promise<string> {
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
