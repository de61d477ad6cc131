import { createHash } from "node:crypto";
import { inspect } from "node:util";

export type TokenKind =
  "classic" | "fine-grained" | "installation" | "OAuth" | "App user" | "refresh" | "unknown";

/**
 * The prefix identifies the kind. Length and alphabet do not: GitHub changes them.
 * https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
 */
export const tokenPrefixes: Readonly<Record<string, TokenKind>> = {
  ghp_: "classic",
  github_pat_: "fine-grained",
  // A workflow's GITHUB_TOKEN and any App's token have the same prefix.
  ghs_: "installation",
  gho_: "OAuth",
  ghu_: "App user",
  ghr_: "refresh",
};

const prefixOf = (value: string): string =>
  Object.keys(tokenPrefixes).find((prefix) => value.startsWith(prefix)) ?? "";

/** The kind of a token, by its prefix alone. */
export function tokenKind(value: string): TokenKind {
  return tokenPrefixes[prefixOf(value)] ?? "unknown";
}

/** A token that cannot be printed by accident. Only `reveal` returns its value. */
export class Token {
  readonly #value: string;
  readonly kind: TokenKind;
  /** Distinguishes two tokens, and reveals nothing about either. */
  readonly fingerprint: string;

  constructor(value: string) {
    this.#value = value;
    this.kind = tokenKind(value);
    // The prefix makes the hash differ from hashes of the token that others may publish.
    const hash = createHash("sha256").update(`pulumi-ghcr token fingerprint\0${value}`);
    this.fingerprint = hash.digest("hex").slice(0, 8);
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return `${prefixOf(this.#value)}… (${this.kind}, fingerprint ${this.fingerprint})`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
