import { isWritten } from "../../../stack/preflight/checks/mirrors/collect";
import type { MirrorObservation } from "../../../stack/preflight/observations";
import type { DesiredMirror } from "../../../stack/model";
import { packageReference, printReference } from "../../../core/oci/reference";
import { RegistryClient } from "../../../core/registry/client";
import { readPublished } from "../../../core/registry/published";
import { exitCodes } from "../../exitCodes";
import type { MirrorStack } from "./state";

export type MirrorState = "current" | "behind" | "not copied" | "overwritten" | "unknown";

/** One tag of a mirror, beside its source. */
export interface MirrorRow {
  /** `registry/name:tag` of the copy. */
  readonly mirror: string;
  /** The sources of the copy; empty if there is none yet. */
  readonly copied: readonly string[];
  /** The sources that would be copied now. */
  readonly source: readonly string[];
  readonly state: MirrorState;
  /** The reason, if the state does not explain itself. */
  readonly why?: string;
}

/** Compares the copies with their sources, and with what the tags point to now. */
export function compareMirrors(
  stack: MirrorStack,
  observed: ReadonlyMap<string, MirrorObservation>,
): Promise<readonly MirrorRow[]> {
  const { registry, username, credentials } = stack;
  const token = credentials.publish.reveal();
  const client = new RegistryClient({ registry, username, token });
  const rows = stack.mirrors.flatMap((mirror) =>
    (observed.get(mirror.name)?.copies ?? []).map((copy) =>
      compareCopy(stack, mirror, copy, client),
    ),
  );
  return Promise.all(rows);
}

async function compareCopy(
  { registry, owner, prior }: MirrorStack,
  { name }: DesiredMirror,
  { tag, sources, readFailure, missingPlatforms }: MirrorObservation["copies"][number],
  client: RegistryClient,
): Promise<MirrorRow> {
  const image = packageReference(registry, owner, name);
  const mirror = printReference({ ...image, tag });
  const copied = prior.mirrorCopies.get(printReference(image))?.get(tag) ?? [];
  const base = {
    mirror,
    copied: copied.map(printReference),
    source: sources.map(printReference),
  };
  if (readFailure !== undefined) {
    const { reason: why } = readFailure;
    const because =
      why.outcome === "absent"
        ? "the source is gone"
        : why.outcome === "no"
          ? why.refusal.text
          : why.why;
    return { ...base, state: copied.length === 0 ? "not copied" : "unknown", why: because };
  }
  if (missingPlatforms !== undefined) {
    return {
      ...base,
      state: "behind",
      why: `the source no longer has ${missingPlatforms.join(", ")}`,
    };
  }
  if (copied.length === 0) return { ...base, state: "not copied" };
  if (isWritten(image, { tag, sources }, prior)) return { ...base, state: "behind" };
  const published = await readPublished(client, { ...image, tag });
  if (published.outcome === "absent") {
    return { ...base, state: "overwritten", why: "the tag is missing from the registry" };
  }
  if (published.outcome !== "found") {
    return {
      ...base,
      state: "unknown",
      why: `the registry did not report what ${mirror} points to`,
    };
  }
  return published.digest === prior.tagDigests.get(mirror)
    ? { ...base, state: "current" }
    : { ...base, state: "overwritten", why: `the tag points to ${published.digest}` };
}

/** The exit code for all rows: a mirror that is behind takes precedence over an unknown one. */
export function mirrorsExitCode(rows: readonly MirrorRow[]): number {
  const states = new Set(rows.map(({ state }) => state));
  if (["behind", "not copied", "overwritten"].some((state) => states.has(state as MirrorState))) {
    return exitCodes.failed;
  }
  return states.has("unknown") ? exitCodes.couldNotRun : exitCodes.success;
}

/** The rows as text. */
export function renderMirrors(rows: readonly MirrorRow[]): string {
  const width = Math.max(...rows.map(({ state }) => state.length));
  const lines = rows.flatMap(({ mirror, state, copied, source, why }) => [
    `  ${state.padEnd(width)}  ${mirror}`,
    ...sourceLines(copied, source).map((line) => `  ${" ".repeat(width)}    ${line}`),
    ...(why === undefined ? [] : [`  ${" ".repeat(width)}    ${why}`]),
  ]);
  const behind = rows.filter(({ state }) => state !== "current").length;
  const count = rows.length === 1 ? "1 tag" : `${rows.length} tags`;
  return [
    ...lines,
    "",
    behind === 0 ? `${count}, all current` : `${count}, ${behind} not current`,
  ].join("\n");
}

function sourceLines(copied: readonly string[], source: readonly string[]): readonly string[] {
  if (copied.join() === source.join()) return [`from ${source.join(", ")}`];
  return [
    ...(copied.length === 0 ? [] : [`was  ${copied.join(", ")}`]),
    `now  ${source.join(", ")}`,
  ];
}
