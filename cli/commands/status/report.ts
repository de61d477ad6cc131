import { wrap } from "../../../core/text/wrap";
import { columns } from "../../ui/columns";
import type { ImageRow, StackStatus, TagRow, TokenRow } from "./status";

/** The status as text. */
export function renderStatus(status: StackStatus, now: Date): string {
  const { stack, updated, images, mirrors, tokens } = status;
  const age = updated === null ? "never updated" : `updated ${ageOf(updated, now)}`;
  return [
    `Stack ${stack}, ${age}`,
    ...section("Images", renderImages(images, now)),
    ...section(
      "Mirrors",
      alignStates(
        mirrors.map(({ state, mirror, why }) => ({ state, name: withoutRegistry(mirror), why })),
      ),
    ),
    ...section("Tokens", renderTokens(tokens)),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}

function renderImages(images: readonly ImageRow[], now: Date): readonly string[] {
  if (images.length === 0) return [];
  const rows = images.map(({ image, reference, digest, pushed, visibility, tags }) => [
    image,
    tagOf(reference),
    digest?.replace(/^sha256:/, "").slice(0, 12) ?? "not built",
    pushed === null ? "unknown" : ageOf(pushed, now),
    visibility ?? "unknown",
    ...(tags === null ? [] : [summarizeTags(tags)]),
  ]);
  const isDrift = images.some(({ tags }) => tags !== null);
  const head = ["image", "tag", "digest", "pushed", "visibility", ...(isDrift ? ["tags"] : [])];
  const table = alignColumns([head, ...rows]);
  const isWide = table.some((line) => line.length > columns);
  const lines = isWide ? rows.map(stack) : table.slice(1).map((line) => [line]);
  return [
    ...(isWide ? [] : table.slice(0, 1)),
    ...images.flatMap((row, at) => [...(lines[at] ?? []), ...notesOf(row)]),
  ];
}

/** A row that is too wide for a terminal, on two lines. */
function stack([image = "", tag = "", ...cells]: readonly string[]): readonly string[] {
  return [`  ${image}:${tag}`, ...wrap(cells.join(", "), columns, "    ")];
}

function notesOf({ tags, why }: ImageRow): readonly string[] {
  const moved = (tags ?? []).flatMap(({ tag, state, digest, why: reason }) => {
    if (state === "current") return [];
    if (state === "missing") return [`${tag} is missing from the registry`];
    return state === "moved"
      ? [`${tag} points to ${digest ?? ""}, not to what was pushed`]
      : [`${tag} is unknown: ${reason ?? ""}`];
  });
  return [...moved, ...why].flatMap((note) => wrap(note, columns, "    "));
}

function summarizeTags(tags: readonly TagRow[]): string {
  const others = tags.filter(({ state }) => state !== "current").length;
  return others === 0 ? "current" : `${others} of ${tags.length} not current`;
}

function renderTokens(tokens: readonly TokenRow[]): readonly string[] {
  return alignStates(
    tokens.map(({ setting, outcome, expires, daysLeft, why }) => ({
      state: setting,
      name:
        outcome === "fail"
          ? "REFUSED"
          : expires === null
            ? outcome === "pass"
              ? "accepted, expiry unknown"
              : "unknown"
            : expires === "never"
              ? "never expires"
              : `${countDays(daysLeft ?? 0)} left, until ${expires.slice(0, 10)}`,
      why,
    })),
  );
}

function countDays(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}

interface StateLine {
  readonly state: string;
  readonly name: string;
  readonly why?: string | undefined;
}

function alignStates(rows: readonly StateLine[]): readonly string[] {
  const width = Math.max(0, ...rows.map(({ state }) => state.length));
  return rows.flatMap(({ state, name, why }) => [
    `  ${state.padEnd(width)}  ${name}`,
    ...(why === undefined ? [] : wrap(why, columns, " ".repeat(width + 6))),
  ]);
}

function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const width = (at: number): number => Math.max(...rows.map((row) => row[at]?.length ?? 0));
  return rows.map((row) =>
    `  ${row.map((cell, at) => cell.padEnd(width(at))).join("  ")}`.trimEnd(),
  );
}

function withoutRegistry(reference: string): string {
  return reference.slice(reference.indexOf("/") + 1);
}

function tagOf(reference: string): string {
  return /:([^:/]+)$/.exec(reference)?.[1] ?? "";
}

const minute = 60_000;
const units = [
  [24 * 60 * minute, "day"],
  [60 * minute, "hour"],
  [minute, "minute"],
] as const;

/** How long ago a time was, in its largest unit. */
export function ageOf(time: string, now: Date): string {
  const age = now.getTime() - Date.parse(time);
  const unit = units.find(([length]) => age >= length);
  if (unit === undefined) return "just now";
  const [length, name] = unit;
  const count = Math.floor(age / length);
  return `${count} ${name}${count === 1 ? "" : "s"} ago`;
}
