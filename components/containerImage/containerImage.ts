import * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import type { BuildDefinition } from "../../core/deploy";
import { printReference, type Reference, type TaggedReference } from "../../core/oci/reference";
import { adviceOnSize, Sources, type SourceFacts } from "../../core/source";
import { defaultTags, fillTags, isRelease, needsSource, needsVersion } from "../../core/tags/rules";
import { argumentError } from "../internal/arguments";
import { readPlatforms, omitEmptyPlatforms } from "../internal/priorUpdate";
import { storedFingerprint } from "../internal/pushPermission";
import { packageFromArguments, printPinned, pushedDigest, pushLogin } from "../internal/references";
import type { StoredOutputs } from "../internal/storedOutputs";
import { checkTagRules, fillTagRules } from "../internal/tagRules";
import { applyTransform } from "../internal/transform";
import type { ContainerImageArgs } from "./args";
import { buildDefinition } from "./buildDefinition";
import * as inputs from "./inputs";
import { protectReleases } from "./releases";

/** What to build, and its package. */
interface Plan {
  readonly repository: Reference;
  readonly rules: readonly string[];
  readonly source: pulumi.Output<SourceFacts>;
}

/**
 * Builds and pushes an image, and outputs its pinned reference. Deleting the component keeps the
 * pushed image, because it may be deployed, and ghcr.io does not delete through the registry API.
 *
 * @example
 * const image = new ContainerImage("api", {
 *   owner: "octo",
 *   image: "api",
 *   source: "https://github.com/octo/api",
 *   context: "../api",
 *   username: "octo",
 *   token: new pulumi.Config("ghcr").requireSecret("token"),
 * });
 * export const pinned = image.pinned; // ghcr.io/octo/api:latest@sha256:…
 */
export class ContainerImage extends pulumi.ComponentResource {
  /** `registry/name:tag`, as people type it. The tag can move. */
  public readonly reference: pulumi.Output<string>;
  /** The reference as an object. */
  public readonly referenceParts: pulumi.Output<TaggedReference>;
  /** Every tag, as `registry/name:tag`. The first is the reference. */
  public readonly tags: pulumi.Output<readonly string[]>;
  /** The pushed digest, `sha256:…`. Unknown until the push, and undefined if nothing is pushed. */
  public readonly digest: pulumi.Output<string | undefined>;
  /** `registry/name:tag@digest`, for deployments. Undefined without a digest. */
  public readonly pinned: pulumi.Output<string | undefined>;
  /** The requested platforms, or those that the registry reports, if known. */
  public readonly platforms: pulumi.Output<readonly string[] | undefined>;
  /** The build's definition, for builders without Pulumi. */
  public readonly definition: pulumi.Output<BuildDefinition>;

  constructor(name: string, args: ContainerImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr:index:ContainerImage", name, {}, opts);

    const { version, tags: rules = defaultTags(version), hints = {} } = args;
    const repository = packageFromArguments(args);
    checkArguments(args, rules);
    const source = this.readSource(args);
    // Tags that do not depend on the source stay known if a preview does not know the context yet.
    const tags = needsSource(rules)
      ? source.apply((facts) => fillTagRules(rules, version, facts))
      : pulumi.output(fillTagRules(rules, version));

    this.referenceParts = tags.apply(([tag = ""]) => ({ ...repository, tag }));
    this.reference = this.referenceParts.apply(printReference);
    this.tags = tags.apply((all) => all.map((tag) => printReference({ ...repository, tag })));
    const imageArguments = this.declaration(name, args, { repository, rules, source });
    this.digest = pushedDigest(new dockerBuild.Image(...imageArguments));
    this.definition = buildDefinition(imageArguments[1]);
    this.pinned = printPinned(this.referenceParts, this.digest);
    const platforms =
      args.platforms === undefined
        ? readPlatforms(repository, this.digest, args, hints.prior, this)
        : pulumi.output([...args.platforms]);
    this.platforms = omitEmptyPlatforms(platforms);
    this.registerOutputs({
      reference: this.reference,
      digest: this.digest,
      pinned: this.pinned,
      platforms,
      package: printReference(repository),
      passed: storedFingerprint(hints, this.digest),
    } satisfies StoredOutputs<"ghcr:index:ContainerImage">);
  }

  /** The name, arguments and options of the image resource. */
  private declaration(
    name: string,
    args: ContainerImageArgs,
    plan: Plan,
  ): ReturnType<typeof applyTransform<dockerBuild.ImageArgs>> {
    const { repository, rules, source } = plan;
    const { dockerfile } = args;
    const about = pulumi.all([args.source, source]).apply(([address, { commit }]) => ({
      source: address,
      // An image has a version only if its tags use one.
      version: needsVersion(rules) ? args.version : undefined,
      revision: commit,
    }));
    return applyTransform<dockerBuild.ImageArgs>(
      args.transform?.image,
      name,
      {
        context: { location: args.context, named: inputs.namedContexts(args.contexts) },
        dockerfile: dockerfile === undefined ? undefined : { location: dockerfile },
        platforms: args.platforms?.map((platform) =>
          pulumi.output(platform).apply((text) => text as dockerBuild.Platform),
        ),
        tags: this.tags.apply((all) => [...all]),
        labels: about.apply(inputs.labelsOf),
        // Every image becomes an index, even for a single platform: only an index has the
        // annotation that links the package (docker/metadata-action issue 355).
        buildArgs: { ...args.buildArgs, BUILDKIT_MULTI_PLATFORM: "1" },
        secrets: inputs.secretValues(args.secrets),
        target: args.target,
        network: args.network,
        builder: args.builder,
        ...inputs.cacheOf(args.cache, repository, this.tags, args.platforms),
        exports: [{ raw: about.apply(inputs.registryExport) }],
        // The export above pushes; this would add a second push without the annotation.
        push: false,
        buildOnPreview: args.buildOnPreview ?? false,
        registries: [pushLogin(repository, args)],
      },
      // The digest may be deployed, and other tags may share it; ghcr.io refuses to delete it
      // anyway.
      { parent: this, retainOnDelete: true, ...this.releaseHooks(name, args, plan) },
    );
  }

  /** Protects the tags of releases, if there are any. */
  private releaseHooks(
    name: string,
    args: ContainerImageArgs,
    { repository, rules, source }: Plan,
  ): pulumi.CustomResourceOptions {
    const releases = rules.filter(isRelease);
    if (releases.length === 0 || args.releases === "movable") return {};
    const release = pulumi
      .all([source, args.username, args.token])
      .apply(([facts, username, token]) => ({
        // Not `fillTagRules`, because a pre-release may have none of these tags.
        tags: fillTags(releases, { ...facts, version: args.version }).tags.map((tag) => ({
          ...repository,
          tag,
        })),
        commit: facts.commit,
        username,
        token,
      }));
    return { hooks: protectReleases(name, release) };
  }

  /** Reads Git's facts about the source, and warns if the context is large. */
  private readSource(args: ContainerImageArgs): pulumi.Output<SourceFacts> {
    const { context, dockerfile, contexts, hints } = args;
    return pulumi.output({ context, dockerfile, contexts }).apply(async (paths) => {
      const sources = new Sources();
      const { facts, size } = hints?.observedSource ?? {
        facts: await sources.readFacts(paths),
        size: await sources.measureSize(paths),
      };
      if (facts.shouldWarn === true && facts.reason !== undefined) {
        void pulumi.log.warn(`The image gets no revision label: ${facts.reason}`, this);
      }
      const advice = size === undefined ? undefined : adviceOnSize(size);
      if (advice !== undefined) void pulumi.log.warn(advice, this);
      return facts;
    });
  }
}

function checkArguments(args: ContainerImageArgs, rules: readonly string[]): void {
  checkTagRules(rules, args.version);
  // The provider pushes a cache in a preview as in an update (docker-build 0.0.22, image.go).
  if (args.buildOnPreview === true && args.cache === "registry") {
    throw argumentError(
      "buildOnPreview",
      "would push the cache in a preview, because 'cache' is 'registry'",
    );
  }
  for (const [id, reason] of Object.entries(inputs.reservedBuildArgs)) {
    if (Object.hasOwn(args.buildArgs ?? {}, id)) throw argumentError(`buildArgs.${id}`, reason);
  }
}
