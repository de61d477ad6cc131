import { packageReference, type Reference } from "../../ghcr/reference";
import type { Visibility } from "../../ghcr/packageState";
import type { Token } from "../../ghcr/token";
import type { SourcePaths } from "../../source";

/** What a stack wants to touch, and as whom. */
export interface Wanted {
  readonly owner: string;
  readonly registry: string;
  readonly username: string;
  /** Administers the repositories. */
  readonly administrator: Token;
  /** Pushes, and becomes the repositories' secret. */
  readonly publisher: Token;
  readonly repositories: readonly WantedRepository[];
  readonly packages: readonly WantedPackage[];
  readonly images: readonly WantedImage[];
}

export interface WantedRepository {
  readonly name: string;
  /** Whether the stack makes it. */
  readonly isMade: boolean;
}

/** A package that the stack pushes to. */
export interface WantedPackage {
  /** The setting that wants it. */
  readonly setting: string;
  /** Below the owner. */
  readonly name: string;
}

/** An image that the stack builds, or reads the digest of. */
export interface WantedImage extends WantedPackage {
  /** Fixed text and rules. */
  readonly tags: readonly string[];
  readonly version?: string | undefined;
  readonly source: SourcePaths;
  /** Whether a workflow builds and pushes it. */
  readonly isBuiltElsewhere: boolean;
  /** Who should see its package, and the repository that it should be linked to, `owner/name`. */
  readonly look?: {
    readonly visibility: Visibility;
    readonly isEnforced: boolean;
    readonly repository: string;
  };
}

/** What the last update left, as far as it is known. */
export interface Known {
  /** The repositories that the stack made, `owner/name` in lower case. */
  readonly repositories: ReadonlySet<string>;
  /** The packages that were pushed, with the fingerprint of the token that did. */
  readonly pushes: ReadonlyMap<string, string>;
  /** What was pushed last, by the package's reference: its digest, and its reference by tag. */
  readonly digests?: ReadonlyMap<string, { readonly digest: string; readonly reference: string }>;
}

/** A package as the registry names it. */
export function imageOf({ registry, owner }: Wanted, { name }: WantedPackage): Reference {
  return packageReference(registry, owner, name);
}
