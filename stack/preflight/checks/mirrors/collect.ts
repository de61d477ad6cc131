import { getOrCreate } from "../../../../core/getOrCreate";
import { plainPlatform } from "../../../../core/oci/platform";
import {
  MirrorSource,
  type SourceImage,
  type SourceAnswer,
} from "../../../../core/registry/mirrorSource";
import { readPublished } from "../../../../core/registry/published";
import { printReference, type Reference } from "../../../../core/oci/reference";
import { RegistryClient } from "../../../../core/registry/client";
import { isTagRange, tagsInRange } from "../../../../core/tags/ranges";
import { limitConcurrency } from "../../../../core/source";
import type { PriorState } from "../../../state";
import type { MirrorCopy, MirrorObservation, MirrorObservations } from "../../observations";
import { packageOf } from "../../names";
import type { DesiredMirror, DesiredStack } from "../../../model";

/** Limits the concurrent requests for many mirrors. */
const maxConcurrent = 20;

/**
 * Reads the mirrors' sources: a HEAD for each tag, and the manifest of each changed one. If a
 * source cannot be read, its copies stay as the last update left them. Images of the Docker daemon
 * are in no registry. `onQuestion` is called for each source while it is read.
 */
export async function collectMirrors(
  stack: Pick<
    DesiredStack<"publish">,
    "registry" | "owner" | "username" | "credentials" | "mirrors"
  >,
  prior: PriorState | undefined,
  onQuestion?: (what: string, answer: Promise<unknown>) => void,
): Promise<MirrorObservations> {
  const { registry, username, credentials, mirrors } = stack;
  const pushLogin = { username, token: credentials.publish.reveal() };
  const target = new RegistryClient({ registry, ...pushLogin });
  const limit = limitConcurrency(maxConcurrent);
  const readers = new Map<string, MirrorSource>();
  const registryMirrors = mirrors.filter(({ mode }) => mode !== "daemon");
  const entries = registryMirrors.map(async (mirror) => {
    const { from, login } = mirror;
    const reader = getOrCreate(readers, JSON.stringify([from.registry, login]), () => {
      // A source in the target registry is read with the push login.
      const isPushRegistry = login === undefined && from.registry === registry;
      const mirrorLogin = login && { username: login.username, token: login.password.reveal() };
      return new MirrorSource({
        registry: from.registry,
        mayLoginElsewhere: !isPushRegistry,
        ...(isPushRegistry ? pushLogin : mirrorLogin),
      });
    });
    const image = packageOf(stack, mirror.name);
    const copied = prior?.mirrorCopies.get(printReference(image)) ?? new Map<string, Reference[]>();
    const priorMirror = { copied, images: prior?.sourceImages ?? new Map<string, SourceImage>() };
    const reading = new MirrorReader(mirror, priorMirror, reader, limit).readAll();
    onQuestion?.(printReference(from), reading);
    const observed = await reading;
    const copies = observed.copies.map(async (copy) => {
      if (!isWritten(image, copy, prior) || mirror.backup === undefined) return copy;
      return withBackup(copy, { ...image, tag: copy.tag }, target);
    });
    return [mirror.name, { ...observed, copies: await Promise.all(copies) }] as const;
  });
  return new Map(await Promise.all(entries));
}

/** Whether the update writes a tag: whether its sources differ from the last update's. */
export function isWritten(
  package_: Reference,
  { tag, sources }: Pick<MirrorCopy, "tag" | "sources">,
  prior: PriorState | undefined,
): boolean {
  const copied = prior?.mirrorCopies.get(printReference(package_))?.get(tag);
  return copied?.map(printReference).join() !== sources.map(printReference).join();
}

/** Reads the current content of a tag that the update will overwrite. */
async function withBackup(
  copy: MirrorCopy,
  tag: Reference,
  target: RegistryClient,
): Promise<MirrorCopy> {
  const published = await readPublished(target, tag);
  const isOther = published.outcome === "found" && published.digest !== copy.image?.digest;
  return isOther ? { ...copy, overwrites: published.digest } : copy;
}

/** A mirror as the last update left it. */
interface PriorMirror {
  /** Each tag's sources. */
  readonly copied: ReadonlyMap<string, readonly Reference[]>;
  /** The sources' manifests, by digest. */
  readonly images: ReadonlyMap<string, SourceImage>;
}

/** Reads one mirror. */
class MirrorReader {
  private readonly digests = new Map<string, Promise<SourceAnswer<string>>>();
  private readonly images = new Map<string, Promise<SourceAnswer<SourceImage>>>();

  constructor(
    private readonly mirror: DesiredMirror,
    private readonly prior: PriorMirror,
    private readonly reader: MirrorSource,
    private readonly limit: ReturnType<typeof limitConcurrency>,
  ) {}

  async readAll(): Promise<MirrorObservation> {
    const { tags, ...ranges } = await this.readTags();
    return { ...ranges, copies: await Promise.all(tags.map((tag) => this.readCopy(tag))) };
  }

  /** The tags, with ranges replaced by the tags that they match. */
  private async readTags(): Promise<
    Omit<MirrorObservation, "copies"> & { readonly tags: readonly string[] }
  > {
    const { tags, from } = this.mirror;
    if (!tags.some(isTagRange)) return { tags, emptyRanges: [] };
    const answer = await this.limit(() => this.reader.readTags(from));
    const copied = [...this.prior.copied.keys()];
    const all = answer.outcome === "found" ? [...new Set([...answer.value, ...copied])] : copied;
    const emptyRanges: number[] = [];
    const found = tags.flatMap((tag, index) => {
      if (!isTagRange(tag)) return [tag];
      const within = tagsInRange(tag, all);
      if (within.length === 0) emptyRanges.push(index);
      return within;
    });
    const distinct = [...new Set(found)];
    if (answer.outcome === "found") return { tags: distinct, emptyRanges };
    const readFailure = {
      subject: `the list of tags of ${printReference(from)}`,
      reason: answer,
      isKept: emptyRanges.length === 0,
    };
    return { tags: distinct, emptyRanges: [], readFailure };
  }

  private async readCopy(tag: string): Promise<MirrorCopy> {
    const { from } = this.mirror;
    const isOneImage = from.tag !== undefined || from.digest !== undefined;
    const source = isOneImage ? from : { ...from, tag };
    const answer = await this.readImage(source);
    if (answer.outcome === "found")
      return { tag, ...this.sourcesIn(source, answer.value), image: answer.value };
    const subject = printReference(source);
    const sources = this.prior.copied.get(tag);
    // Otherwise another source's image would keep this one's name.
    if (!sources?.every((each) => isSamePackage(from, each))) {
      return { tag, sources: [source], readFailure: { subject, reason: answer, isKept: false } };
    }
    const image = this.prior.images.get(sources[0]?.digest ?? "");
    const readFailure = { subject, reason: answer, isKept: true };
    return { tag, sources, readFailure, ...(image === undefined ? {} : { image }) };
  }

  /** The source's current manifest. A digest's manifest is read only once. */
  private async readImage(source: Reference): Promise<SourceAnswer<SourceImage>> {
    const digest = await this.readDigest(source);
    if (digest.outcome !== "found") return digest;
    const priorImage = this.prior.images.get(digest.value);
    if (priorImage !== undefined) return { outcome: "found", value: priorImage };
    const { registry, name } = source;
    return getOrCreate(this.images, digest.value, () =>
      this.limit(() => this.reader.readImage({ registry, name, digest: digest.value })),
    );
  }

  private readDigest(source: Reference): Promise<SourceAnswer<string>> {
    const { digest } = source;
    if (digest !== undefined) return Promise.resolve({ outcome: "found", value: digest });
    return getOrCreate(this.digests, printReference(source), () =>
      this.limit(() => this.reader.readDigest(source)),
    );
  }

  /** The whole index, or the requested platforms. */
  private sourcesIn(
    { registry, name, tag }: Reference,
    { digest, platforms, isIndex }: SourceImage,
  ): Pick<MirrorCopy, "sources" | "missingPlatforms"> {
    const { platforms: desired } = this.mirror;
    const named = tag === undefined ? {} : { tag };
    const indexCopy = { sources: [{ registry, name, ...named, digest }] };
    if (desired === undefined || !isIndex) return indexCopy;
    const all = new Map(
      Object.entries(platforms).map(([platform, digest]) => [plainPlatform(platform), digest]),
    );
    const chosen = new Map(
      desired.map((platform) => [plainPlatform(platform), all.get(plainPlatform(platform))]),
    );
    const missingPlatforms = desired.filter(
      (platform) => chosen.get(plainPlatform(platform)) === undefined,
    );
    if (missingPlatforms.length > 0) return { ...indexCopy, missingPlatforms };
    // With all platforms, the index keeps its digest and its attestations.
    if (this.mirror.mode === "linked" || chosen.size === all.size) return indexCopy;
    const digests = [...chosen.values()].flatMap((each) => each ?? []);
    return { sources: digests.map((each) => ({ registry, name, digest: each })) };
  }
}

/** Whether both are in the same package, ignoring tag and digest. */
export function isSamePackage({ registry, name }: Reference, source: Reference): boolean {
  return source.registry === registry && source.name === name;
}
