import { isRecord } from "../../../../core/http/json";
import { printReference, splitReference, type Reference } from "../../../../core/oci/reference";
import { fromProblem } from "../../../../stack/settings/schema/values";

/** A mirror as in the settings. */
export interface PlannedMirror {
  readonly name: string;
  /** The image to copy; without a tag if there are several. */
  readonly from: string;
  readonly tags?: readonly string[];
}

export interface ReadMirrors {
  readonly mirrors: readonly PlannedMirror[];
  /** Each begins with a reference. */
  readonly problems: readonly string[];
}

/** Why a text does not name one image to copy, as text to follow it. */
export function mirrorProblem(text: string): string | undefined {
  const problem = fromProblem(text);
  if (problem !== undefined) return problem;
  const { tag, registry = "", name = "" } = splitReference(text) ?? {};
  return tag === undefined
    ? `has no tag; write, for example, ${printReference({ registry, name, tag: "latest" })}`
    : undefined;
}

/** Mirrors of these images. Several tags of an image become one mirror, named after the image. */
export function readMirrors(texts: readonly string[]): ReadMirrors {
  const problems = texts.flatMap((text) => {
    const problem = mirrorProblem(text);
    return problem === undefined ? [] : [`'${text}' ${problem}`];
  });
  if (problems.length > 0) return { mirrors: [], problems };
  const mirrors = new Map<string, Reference[]>();
  for (const text of new Set(texts)) {
    const reference = splitReference(text);
    if (reference === undefined) continue;
    const name = reference.name.split("/").at(-1) ?? "";
    const others = mirrors.get(name) ?? [];
    const [first] = others;
    if (first === undefined || canShare(first, reference)) {
      mirrors.set(name, [...others, reference]);
    } else {
      problems.push(
        `'${text}' would be copied to ${name}, and so would ${printReference(first)}; add one of them to ghcr:mirrors, under another name`,
      );
    }
  }
  return { mirrors: [...mirrors].map(([name, all]) => planMirror(name, all)), problems };
}

/** The references of a mirror, as they are typed. */
export function printMirror({ from, tags }: PlannedMirror): string {
  return tags === undefined ? from : tags.map((tag) => `${from}:${tag}`).join(" ");
}

/** A digest is one image, whatever its tags. */
function canShare(one: Reference, other: Reference): boolean {
  const isSame = one.registry === other.registry && one.name === other.name;
  return isSame && one.digest === undefined && other.digest === undefined;
}

function planMirror(name: string, references: readonly Reference[]): PlannedMirror {
  const [first, ...others] = references;
  if (first === undefined) throw new Error(`the mirror ${name} has no source`);
  if (others.length === 0) return { name, from: printReference(first) };
  const from = printReference({ registry: first.registry, name: first.name });
  return { name, from, tags: references.flatMap(({ tag }) => tag ?? []) };
}

/**
 * The mirrors that the settings lack, under any name. Reports those whose name is taken: what a
 * mirror copies stays as it is.
 */
export function selectNewMirrors(
  requested: readonly PlannedMirror[],
  configured: unknown,
): ReadMirrors {
  const existing = Object.entries(isRecord(configured) ? configured : {}).map(([name, value]) => ({
    name,
    ...readConfigured(value),
  }));
  const mirrors = requested.filter(
    (mirror) => !existing.some(({ from, tags }) => isIncluded(mirror, from, tags)),
  );
  const problems = mirrors.flatMap(({ name, from }) => {
    const other = existing.find((each) => each.name.toLowerCase() === name);
    return other === undefined
      ? []
      : [
          `'${from}' would be copied to ${name}, and ghcr:mirrors.${other.name} already copies ${other.from}; add it there, or under another name`,
        ];
  });
  return { mirrors, problems };
}

interface ConfiguredMirror {
  readonly from: string;
  readonly tags: readonly unknown[];
}

/** A mirror's settings, in their short or long form. */
function readConfigured(value: unknown): ConfiguredMirror {
  const { from, tags }: Readonly<Record<string, unknown>> = isRecord(value)
    ? value
    : { from: value };
  const source = typeof from === "string" ? from : "";
  const { tag } = splitReference(source) ?? {};
  return { from: source, tags: Array.isArray(tags) ? tags : tag === undefined ? [] : [tag] };
}

function isIncluded(mirror: PlannedMirror, from: string, tags: readonly unknown[]): boolean {
  const desired = readConfigured(mirror);
  const [one, other] = [splitReference(desired.from), splitReference(from)];
  if (one === undefined || other === undefined) return false;
  const isSameImage =
    one.registry === other.registry && one.name === other.name && one.digest === other.digest;
  return isSameImage && desired.tags.every((tag) => tags.includes(tag));
}
