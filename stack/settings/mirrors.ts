import type * as pulumi from "@pulumi/pulumi";
import { serviceOf } from "../../core/oci/plainName";
import { parseReference } from "../../core/oci/reference";
import type { PlainSettings } from "./schema";

type Written = NonNullable<PlainSettings["mirrors"]>[string];

/** What a mirror is where it does not say. */
export const mirrorDefaults = { mode: "copy" } as const;

/** A mirror's settings, with every default filled in and its password looked up. */
export interface MirrorSettings {
  /** The source, with a tag or a digest where it is one image. */
  readonly from: string;
  /** Tags; and ranges of versions where `from` is not one image. */
  readonly tags: readonly string[];
  readonly platforms?: readonly string[];
  readonly mode: NonNullable<Written["mode"]>;
  /** The repository that the package is linked to. */
  readonly repository?: string;
  readonly login?: { readonly username: string; readonly password: pulumi.Output<string> };
  /** The rule for the tag of what is written over. */
  readonly backup?: string;
  /** The Compose services that run it. */
  readonly service: readonly string[];
}

/** A mirror keeps the tag that it is copied from, unless it names others. */
export function mirrorWithDefaults(
  written: Written,
  name: string,
  secrets: ReadonlyMap<string, pulumi.Output<string>>,
): MirrorSettings {
  const { login, tags, ...rest } = written;
  const { tag } = parseReference(written.from);
  // Each name was looked for before, and a missing one told.
  const password = login === undefined ? undefined : secrets.get(login.password);
  return {
    ...mirrorDefaults,
    service: [serviceOf(name)],
    ...rest,
    tags: tags ?? (tag === undefined ? [] : [tag]),
    ...(login && password && { login: { username: login.username, password } }),
  };
}
