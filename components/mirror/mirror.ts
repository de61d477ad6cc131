import * as pulumi from "@pulumi/pulumi";
import { tagProblem } from "../../core/oci/names";
import {
  parseReference,
  printReference,
  type Reference,
  type TaggedReference,
} from "../../core/oci/reference";
import { argumentError, checkArgument } from "../internal/arguments";
import { readPlatforms, omitEmptyPlatforms } from "../internal/priorUpdate";
import { packageFromArguments, printPinned } from "../internal/references";
import type { MirrorArgs } from "./args";
import { copyAll } from "./copy";
import { pushAll } from "./daemon";
import { linkAll } from "./linked";
import { copiesOf, type Copy, type Plan } from "./plan";
import type { StoredOutputs } from "../internal/storedOutputs";
import { storedFingerprint } from "../internal/pushPermission";

/** What a tag was copied from, and whether the digest is the same. */
export interface CopiedTag {
  readonly tag: string;
  /** The sources, pinned where their digests are known. */
  readonly from: readonly string[];
  /** Whether the digest is the source's; undefined until both are known. */
  readonly isSame?: boolean;
  /** Why the digest differs. */
  readonly why?: string;
}

/** Copies an image from another registry, and outputs its pinned reference. */
export class Mirror extends pulumi.ComponentResource {
  /** `registry/name:tag`, as people type it. The tag can move. */
  public readonly reference: pulumi.Output<string>;
  /** The reference as an object. */
  public readonly referenceParts: pulumi.Output<TaggedReference>;
  /** Every tag, as `registry/name:tag`. The first is the reference. */
  public readonly tags: pulumi.Output<readonly string[]>;
  /** The first tag's digest, `sha256:…`. Undefined until it is copied. */
  public readonly digest: pulumi.Output<string | undefined>;
  /** `registry/name:tag@digest`, for deployments. Undefined until it is copied. */
  public readonly pinned: pulumi.Output<string | undefined>;
  /** The image's platforms, from the registry. Undefined if it was not asked. */
  public readonly platforms: pulumi.Output<readonly string[] | undefined>;
  /** The sources of each tag. */
  public readonly copied: pulumi.Output<readonly CopiedTag[]>;

  constructor(name: string, args: MirrorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr:index:Mirror", name, {}, opts);

    const { mode = "copy", hints = {} } = args;
    const repository = packageFromArguments(args);
    checkTags(args);
    const from = pulumi.output(args.from).apply(parseReference);
    const copies = copiesOf(args, from, this);
    const [first] = copies;
    if (first === undefined) throw argumentError("tags", "must name at least one tag");
    const digests = copiers[mode](this, name, args, { repository, from, copies });

    this.referenceParts = pulumi.output({ ...repository, tag: first.tag });
    this.reference = this.referenceParts.apply(printReference);
    this.digest = digests[0] ?? pulumi.output(undefined);
    this.tags = pulumi.output(
      copies.map((each) => printReference({ ...repository, tag: each.tag })),
    );
    this.pinned = printPinned(this.referenceParts, this.digest);
    const platforms = readPlatforms(repository, this.digest, args, hints.prior, this);
    this.platforms = omitEmptyPlatforms(platforms);
    this.copied = pulumi.output(
      copies.map((copy, index) =>
        pulumi
          .all([copy.sources, digests[index]])
          .apply(([sources, copiedDigest]) => describeCopy(args, copy, sources, copiedDigest)),
      ),
    );
    this.registerOutputs({
      reference: this.reference,
      pinned: this.pinned,
      platforms,
      package: printReference(repository),
      digest: this.digest,
      passed: storedFingerprint(hints, this.digest),
      // The next update does not read these sources again.
      sourceImages: copies.flatMap(({ image }) => (image === undefined ? [] : [image])),
    } satisfies StoredOutputs<"ghcr:index:Mirror">);
  }
}

const copiers = { copy: copyAll, linked: linkAll, daemon: pushAll } as const satisfies Record<
  string,
  (parent: pulumi.Resource, name: string, args: MirrorArgs, plan: Plan) => unknown
>;

function checkTags({ hints, ...args }: MirrorArgs): void {
  const tags = hints?.copies?.map(({ tag }) => tag) ?? args.tags;
  tags.forEach((each, index) => {
    checkArgument(`tags[${index}]`, each, tagProblem);
  });
}

function describeCopy(
  { mode, platforms }: MirrorArgs,
  { tag, image }: Copy,
  sources: readonly Reference[],
  copiedDigest: string | undefined,
): CopiedTag {
  const base = { tag, from: sources.map(printReference) };
  const digest = image?.digest ?? sources[0]?.digest;
  if (copiedDigest === undefined || digest === undefined || mode === "daemon") return base;
  if (sources.length === 1 && copiedDigest === digest) return { ...base, isSame: true };
  const why =
    mode === "linked"
      ? "it is built on top of the source, to link the package"
      : image?.isIndex === false
        ? "the source is a single manifest, which was wrapped in an index"
        : sources.length > 1 || platforms !== undefined
          ? "it contains only the selected platforms"
          : undefined;
  return { ...base, isSame: false, ...(why === undefined ? {} : { why }) };
}
