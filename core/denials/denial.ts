import type { Refusal } from "../http/refusal";

/** Who says the words. */
export type Speaker =
  | "ghcr.io"
  | "GitHub"
  | "git"
  | "BuildKit"
  | "docker"
  | "Pulumi"
  | "the network"
  | "Docker Hub"
  | "another registry"
  | "one of several registries";

/** What sort of thing stands in the way. A rate limit is not about authorization, whatever its status is. */
export type DenialKind =
  | "authorization"
  | "rate limit"
  | "policy"
  | "plan"
  | "name"
  | "not there"
  | "not supported"
  | "network"
  | "service"
  | "this machine"
  | "state";

/**
 * Whose words they are where a message names a registry.
 * `ours`: only with our registry named, because others say the same.
 * `not another's`: with our registry named, or with none: nobody else says so.
 * `any`: the words are not a registry's.
 * A pattern: only of a registry whose host it matches.
 */
export type HostRule = "ours" | "not another's" | "any" | RegExp;

/**
 * What an answer, or a connection that failed, brings as data. All that is named must fit; the codes are
 * those of OCI distribution, or Node's and undici's.
 */
export interface ArrivedForm {
  readonly server?: Refusal["server"];
  readonly status?: number;
  readonly code?: string;
  readonly message?: RegExp;
}

/** A registry's or API's refusal, with its cause and its fix. */
export interface Denial {
  readonly id: string;
  readonly from: Speaker;
  readonly kind: DenialKind;
  /** Whether the same request may well succeed a minute later, with nothing fixed. */
  readonly isTransient?: true;
  readonly host: HostRule;
  /**
   * Each begins with fixed words and has no unbounded gap, so that hostile text costs no time. They
   * are tried without regard to case.
   */
  readonly patterns: readonly RegExp[];
  /**
   * The same as data, where a client's words around the server's message tell the denial: any of these.
   * A server's message that one of `patterns` fits needs none.
   */
  readonly arrivesAs?: readonly ArrivedForm[];
  /** A message as it was printed. */
  readonly example: string;
  readonly cause: string;
  /** Commands and addresses, with `{owner}`, `{name}`, `{repository}` and `{host}` to be put in. */
  readonly fix: readonly string[];
  /** Where the words and the cause were read. */
  readonly sources: readonly string[];
  /** Where the sources hold the words and do not settle the cause: what is missing. */
  readonly unsettled?: string;
}
