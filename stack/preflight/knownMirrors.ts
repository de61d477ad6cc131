import { parseReference, printReference } from "../../core/oci/reference";
import type { Known } from "./checks/wanted";
import type { SourceImage } from "../../core/registry/mirrorSource";

type Outputs = Readonly<Record<string, unknown>>;

/** What the state tells of mirrors. */
export class KnownMirrors {
  private readonly copied = new Map<string, Map<string, readonly string[]>>();
  private readonly sources = new Map<string, SourceImage>();

  get found(): Required<Pick<Known, "copied" | "sources">> {
    return { copied: this.copied, sources: this.sources };
  }

  read(type: string, outputs: Outputs): void {
    const { ref, tag, tags, sources, dockerfile, sourceImages } = outputs;
    // What was copied has a digest; an update that failed leaves the tag alone.
    if (typeof ref !== "string" || !ref.includes("@")) {
      if (type === "ghcr:index:Mirror") this.readImages(sourceImages);
    } else if (type === "docker-build:index:Index") {
      this.add([tag], texts(sources));
    } else if (type === "docker-build:index:Image") {
      this.add(texts(tags), baseIn(dockerfile));
    }
  }

  private add(tags: readonly unknown[], sources: readonly string[]): void {
    if (sources.length === 0) return;
    for (const each of tags) {
      if (typeof each !== "string") continue;
      const { tag, ...image } = parseReference(each);
      const of = printReference(image);
      const copied = this.copied.get(of) ?? new Map<string, readonly string[]>();
      this.copied.set(of, copied);
      copied.set(tag ?? "latest", sources);
    }
  }

  private readImages(images: unknown): void {
    if (!Array.isArray(images)) return;
    for (const image of images as readonly unknown[]) {
      if (isImage(image)) this.sources.set(image.digest, image);
    }
  }
}

/** A linked mirror is a build of nothing on the pinned source. */
function baseIn(dockerfile: unknown): readonly string[] {
  const { inline } = (dockerfile ?? {}) as { readonly inline?: unknown };
  const [, base] = /^FROM (\S+@sha256:[0-9a-f]{64})$/m.exec(String(inline)) ?? [];
  return base === undefined ? [] : [base];
}

/** Written by an update of this program; one of another version may have written otherwise. */
function isImage(value: unknown): value is SourceImage {
  if (typeof value !== "object" || value === null) return false;
  const { digest, platforms, isIndex, isAttested } = value as Outputs;
  return (
    typeof digest === "string" &&
    typeof platforms === "object" &&
    platforms !== null &&
    typeof isIndex === "boolean" &&
    typeof isAttested === "boolean"
  );
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.filter((each): each is string => typeof each === "string")
    : [];
}
