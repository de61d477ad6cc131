import * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { ownerProblem, packageProblem, registryProblem, tagProblem } from "../ghcr/names";
import { packageReference, parseReference, pin, printReference } from "../ghcr/reference";
import { badArgument, checkArgument } from "./arguments";
import { platformsOf, shownPlatforms, type LastUpdate } from "./lastUpdate";
import { passedMark, type PushPass } from "./pushPass";
import { transformed, type Transform } from "./transform";

export interface MirrorArgs {
  /**
   * The registry's host, with its port if it has one.
   * @default "ghcr.io"
   */
  readonly registry?: string;
  /** The user or organisation that owns the package, in any case: the registry's is lower. */
  readonly owner: string;
  /**
   * The package's name below its owner.
   * @example "my-postgres"
   */
  readonly image: string;
  /**
   * The image to copy, with all its platforms. A private one is read as whoever is logged in on
   * this machine.
   * @example "docker.io/library/postgres:alpine"
   */
  readonly from: pulumi.Input<string>;
  /**
   * The tags to push. The first one stands in the pinned reference.
   * @example ["alpine"]
   */
  readonly tags: readonly string[];
  /** Who logs in to the registry; for ghcr.io the account that the token belongs to. */
  readonly username: pulumi.Input<string>;
  /** A classic token with read:packages and write:packages. It becomes a Pulumi secret. */
  readonly token: pulumi.Input<string>;
  /**
   * What a preflight learned of the token's right to push. The state keeps it for the next one.
   * @default the state keeps nothing of it
   */
  readonly pass?: PushPass | undefined;
  /**
   * What the last update left of it, as a preflight read it in the state. With it the registry is
   * asked, once for each digest, what it is for.
   * @default nobody looked
   */
  readonly last?: LastUpdate | undefined;
  /** Changes what is inside before it is made; `index` is asked once for each tag. */
  readonly transform?: { readonly index?: Transform<dockerBuild.IndexArgs> };
}

/** Copies an image from another registry, and gives the reference that names what was copied. */
export class Mirror extends pulumi.ComponentResource {
  /** `registry/name:tag`: what people type. Where it points can change. */
  public readonly reference: pulumi.Output<string>;
  /** Every tag, as `registry/name:tag`; the first is the reference. */
  public readonly tags: pulumi.Output<readonly string[]>;
  /** `registry/name:tag@digest`: what a deployment can trust. Nothing until it was copied. */
  public readonly pinned: pulumi.Output<string>;
  /** What it is for, as the registry tells it; nothing where it was not asked. */
  public readonly platforms: pulumi.Output<readonly string[] | undefined>;

  constructor(name: string, args: MirrorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr:index:Mirror", name, {}, opts);

    const registry = args.registry ?? "ghcr.io";
    const [tag, ...others] = args.tags;
    if (tag === undefined) throw badArgument("tags", "names no tag");
    checkArgument("registry", registry, registryProblem);
    checkArgument("owner", args.owner, ownerProblem);
    checkArgument("image", args.image, packageProblem);
    args.tags.forEach((each, index) => {
      checkArgument(`tags[${index}]`, each, tagProblem);
    });
    const repository = packageReference(registry, args.owner, args.image);
    const copyTo = (each: string): dockerBuild.Index =>
      new dockerBuild.Index(
        ...transformed<dockerBuild.IndexArgs>(
          args.transform?.index,
          // No package's name holds a ':', so that 'a' with the tag 'b' is never 'a-b'.
          `${name}:${each}`,
          {
            sources: [args.from],
            tag: printReference({ ...repository, tag: each }),
            push: true,
            registry: {
              address: registry,
              username: args.username,
              password: pulumi.secret(args.token),
            },
          },
          // Deleting is by digest, which the other tags have too; ghcr.io refuses it anyway.
          { parent: this, retainOnDelete: true },
        ),
      );
    const first = copyTo(tag);
    others.forEach(copyTo);

    this.reference = pulumi.output(printReference({ ...repository, tag }));
    this.tags = pulumi.output(
      args.tags.map((each) => printReference({ ...repository, tag: each })),
    );
    // A preview names the tag alone, and a plain tag is never called pinned.
    const digest = first.ref.apply((reference) => parseReference(reference).digest);
    this.pinned = digest.apply((known) =>
      known === undefined ? unpinned : printReference(pin(repository, tag, known)),
    );
    const platforms = platformsOf(repository, digest, args, args.last, this);
    this.platforms = shownPlatforms(platforms);
    this.registerOutputs({
      reference: this.reference,
      pinned: this.pinned,
      platforms,
      package: printReference(repository),
      digest,
      passed: passedMark(args.pass, args.last, digest),
    });
  }
}

/** What stands for a reference that cannot be pinned: nothing, and never a plain tag. */
const unpinned = undefined as unknown as string;
