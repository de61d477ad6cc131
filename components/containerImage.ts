import * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { ownerProblem, packageProblem, registryProblem, tagProblem } from "../ghcr/names";
import { packageReference, pin, printReference } from "../ghcr/reference";
import { badArgument, checkArgument } from "./arguments";
import { publishedBy } from "./publishedBy";

export interface ContainerImageArgs {
  /**
   * The registry's host, with its port if it has one.
   * @default "ghcr.io"
   */
  readonly registry?: string;
  /** The user or organisation that owns the package, in any case: the registry's is lower. */
  readonly owner: string;
  /**
   * The package's name below its owner.
   * @example "civilx-universe"
   * @example "v7/backend"
   */
  readonly image: string;
  /**
   * The tags to push. The first one stands in the pinned reference.
   * @default ["latest"]
   */
  readonly tags?: readonly string[];
  /**
   * The address of the repository that the package belongs to. GitHub links the package to it at
   * its first push, and a package without a link refuses the repository's own workflows.
   * @example "https://github.com/F1bonacci66/civilx-universe"
   */
  readonly source: pulumi.Input<string>;
  /**
   * The folder to build from, relative to the program: an absolute one would differ on the next
   * machine, and what differs is built again.
   */
  readonly context: pulumi.Input<string>;
  /**
   * The Dockerfile.
   * @default "Dockerfile" in the context
   */
  readonly dockerfile?: pulumi.Input<string>;
  /** Other folders or images that the Dockerfile names in FROM and COPY --from. */
  readonly contexts?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * The platforms to build for.
   * @default the builder's own
   * @example ["linux/amd64", "linux/arm64"]
   */
  readonly platforms?: readonly pulumi.Input<string>[];
  /**
   * The stage of the Dockerfile to build.
   * @default the last one
   */
  readonly target?: pulumi.Input<string>;
  /** Values for the Dockerfile's ARG. They stay readable in the image: no place for a secret. */
  readonly buildArgs?: Readonly<Record<string, pulumi.Input<string>>>;
  /** What `RUN --mount=type=secret,id=…` reads, by that id. They become Pulumi secrets. */
  readonly secrets?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * The buildx builder that builds.
   * @default the one in use
   */
  readonly builder?: { readonly name: pulumi.Input<string> };
  /** Who logs in to the registry; for ghcr.io the account that the token belongs to. */
  readonly username: pulumi.Input<string>;
  /** A classic token with read:packages and write:packages. It becomes a Pulumi secret. */
  readonly token: pulumi.Input<string>;
}

/** Builds an image, pushes it, and gives the reference that names what was pushed. */
export class ContainerImage extends pulumi.ComponentResource {
  /** `registry/name:tag`: what people type. Where it points can change. */
  public readonly reference: pulumi.Output<string>;
  /** `sha256:…` of what was pushed; unknown until it has been. */
  public readonly digest: pulumi.Output<string>;
  /** `registry/name:tag@digest`: what a deployment can trust. */
  public readonly pinned: pulumi.Output<string>;

  constructor(name: string, args: ContainerImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr:index:ContainerImage", name, {}, opts);

    const registry = args.registry ?? "ghcr.io";
    const [tag, ...others] = args.tags ?? ["latest"];
    if (tag === undefined) throw badArgument("tags", "names no tag");
    checkArgument("registry", registry, registryProblem);
    checkArgument("owner", args.owner, ownerProblem);
    checkArgument("image", args.image, packageProblem);
    [tag, ...others].forEach((each, index) => {
      checkArgument(`tags[${index}]`, each, tagProblem);
    });
    for (const [id, reason] of Object.entries(reservedBuildArgs)) {
      if (Object.hasOwn(args.buildArgs ?? {}, id)) throw badArgument(`buildArgs.${id}`, reason);
    }
    const repository = packageReference(registry, args.owner, args.image);
    const tags = [tag, ...others].map((each) => printReference({ ...repository, tag: each }));

    const image = new dockerBuild.Image(
      name,
      {
        context: { location: args.context, named: namedContexts(args.contexts) },
        dockerfile: args.dockerfile === undefined ? undefined : { location: args.dockerfile },
        platforms: args.platforms?.map((platform) =>
          pulumi.output(platform).apply((text) => text as dockerBuild.Platform),
        ),
        tags,
        labels: { [sourceKey]: args.source },
        // Every image becomes an index, also one for a single platform: only an index carries the
        // annotation that links the package (docker/metadata-action issue 355).
        buildArgs: { ...args.buildArgs, BUILDKIT_MULTI_PLATFORM: "1" },
        secrets: secretValues(args.secrets),
        target: args.target,
        builder: args.builder,
        exports: [{ raw: pulumi.output(args.source).apply(registryExport) }],
        // The export above pushes; this would add a second one without the annotation.
        push: false,
        buildOnPreview: false,
        registries: [
          { address: registry, username: args.username, password: pulumi.secret(args.token) },
        ],
      },
      { parent: this },
    );

    this.reference = pulumi.output(printReference({ ...repository, tag }));
    this.digest = image.digest;
    this.pinned = image.digest.apply((digest: string | undefined) =>
      // A refresh that runs the program meets images that are not there yet: they have no digest,
      // and so no pinned reference.
      digest === undefined ? unpinned : printReference(pin(repository, tag, digest)),
    );
    this.registerOutputs({
      reference: this.reference,
      digest: this.digest,
      pinned: this.pinned,
      package: printReference(repository),
      publishedBy: publishedBy(args.token),
    });
  }
}

/** What stands for a reference that cannot be pinned: nothing, and never a plain tag. */
const unpinned = undefined as unknown as string;

/** The build arguments that the component sets itself, and why. */
const reservedBuildArgs = {
  BUILDKIT_MULTI_PLATFORM: "is set already: each image is built as an index",
};

function secretValues(
  secrets: ContainerImageArgs["secrets"],
): Record<string, pulumi.Output<string>> | undefined {
  if (secrets === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(secrets).map(([id, value]) => [id, pulumi.secret(value)]),
  );
}

const sourceKey = "org.opencontainers.image.source";

function registryExport(source: string): string {
  // The list is in the form of CSV, where a field with a comma stands in quotes.
  const annotation = `"annotation-index.${sourceKey}=${source.replaceAll('"', '""')}"`;
  return `type=registry,oci-mediatypes=true,${annotation}`;
}

function namedContexts(
  contexts: ContainerImageArgs["contexts"],
): Record<string, dockerBuild.types.input.ContextArgs> | undefined {
  if (contexts === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(contexts).map(([name, location]) => [name, { location }]),
  );
}
