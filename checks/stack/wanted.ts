import type { Reference } from "../../ghcr/reference";
import type { Token } from "../../ghcr/token";

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
}

export interface WantedRepository {
  readonly name: string;
  /** Whether the stack makes it. */
  readonly isMade: boolean;
  readonly images: readonly WantedImage[];
}

export interface WantedImage {
  /** As the settings name it. */
  readonly name: string;
  /** The package. */
  readonly image: Reference;
}

/** What the last update left, as far as it is known. */
export interface Known {
  /** The repositories that the stack made, `owner/name` in lower case. */
  readonly repositories: ReadonlySet<string>;
  /** The packages that were pushed, with the fingerprint of the token that did. */
  readonly pushes: ReadonlyMap<string, string>;
}
