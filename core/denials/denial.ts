import type { Refusal } from "../http/refusal";

/** Who prints the message. */
export type MessageSource =
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

/** The kind of obstacle. A rate limit is not an authorization problem, whatever its status is. */
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
 * Which registries print the message.
 * `ghcr.io`: only if ghcr.io is named, because other registries print the same.
 * `ghcr.io or none`: if ghcr.io or no registry is named, because no other registry prints it.
 * `any`: the message does not come from a registry.
 * A pattern: only from a registry whose host it matches.
 */
export type HostRule = "ghcr.io" | "ghcr.io or none" | "any" | RegExp;

/**
 * A response or failed connection as data. All given fields must match; the codes are those of OCI
 * distribution, or Node's and undici's.
 */
export interface ErrorFields {
  readonly server?: Refusal["server"];
  readonly status?: number;
  readonly code?: string;
  readonly message?: RegExp;
}

/** A registry's or API's refusal, with its cause and its fix. */
export interface Denial {
  readonly id: string;
  readonly from: MessageSource;
  readonly kind: DenialKind;
  /** Whether the same request may succeed a minute later without a fix. */
  readonly isTransient?: true;
  readonly host: HostRule;
  /**
   * Each begins with literal text and has no unbounded gap, so that hostile text costs no time.
   * Matched case-insensitively.
   */
  readonly patterns: readonly RegExp[];
  /**
   * Responses and failed connections that are this denial, for a caller that has the data and not a log.
   * Not needed if one of `patterns` matches the server's message.
   */
  readonly errors?: readonly ErrorFields[];
  /** A real message. */
  readonly example: string;
  readonly cause: string;
  /** Commands and addresses, with `{owner}`, `{name}`, `{repository}` and `{host}` placeholders. */
  readonly fix: readonly string[];
  /** Sources of the message and the cause. */
  readonly sources: readonly string[];
  /** What the sources do not confirm, if they have the message but not the cause. */
  readonly unsettled?: string;
}
