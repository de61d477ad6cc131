import type { Outcome } from "../../../core/checks/finding";
import type { Visibility } from "../../../core/github/packageState";
import { exitCodes } from "../../exitCodes";
import { mirrorsExitCode, type MirrorRow } from "../mirrors/rows";

/** A stack at a glance: the output of `status --json`, described in docs/commands.md. */
export interface StackStatus {
  readonly stack: string;
  /** When the last update ended; null if there was none. */
  readonly updated: string | null;
  readonly images: readonly ImageRow[];
  readonly mirrors: readonly MirrorRow[];
  readonly tokens: readonly TokenRow[];
}

/** An image. What is unknown is null, with its reason in `why`. */
export interface ImageRow {
  readonly image: string;
  /** By its first tag. */
  readonly reference: string;
  readonly digest: string | null;
  /** When the image was pushed. */
  readonly pushed: string | null;
  readonly visibility: Visibility | null;
  /** Where the tags point now; null unless asked for. */
  readonly tags: readonly TagRow[] | null;
  readonly why: readonly string[];
}

export interface TagRow {
  readonly tag: string;
  readonly state: "current" | "moved" | "missing" | "unknown";
  /** Where it points now. */
  readonly digest: string | null;
  readonly why?: string;
}

export interface TokenRow {
  readonly setting: "ghcr:token" | "github:token" | "ghcr:pullToken";
  /** Whether GitHub accepts the token. */
  readonly outcome: Outcome;
  readonly account: string | null;
  /** A time or `never`. */
  readonly expires: string | null;
  /** Full days until then. */
  readonly daysLeft: number | null;
  readonly why?: string;
}

/** The exit code with `--check`: what needs attention takes precedence over what is unknown. */
export function statusExitCode({ images, mirrors, tokens }: StackStatus): number {
  const tags = images.flatMap((image) => image.tags ?? []);
  const hasMoved = tags.some(({ state }) => state === "moved" || state === "missing");
  const isRefused = tokens.some(({ outcome }) => outcome === "fail");
  if (hasMoved || isRefused) return exitCodes.failed;
  const code = mirrorsExitCode(mirrors);
  const isUnknown = tags.some(({ state }) => state === "unknown");
  return code === exitCodes.success && isUnknown ? exitCodes.couldNotRun : code;
}
