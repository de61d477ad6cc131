import * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import { ownerProblem, packageProblem, registryProblem } from "../../core/oci/names";
import { readPublished, whyUnpublished, type Published } from "../../core/registry/published";
import { packageReference, pin, printReference, type Reference } from "../../core/oci/reference";
import { RegistryClient } from "../../core/registry/client";
import { defaultTags, fillTags, needsSource, needsVersion } from "../../core/tags/rules";
import { rulesToRead, tagRuleProblem } from "../../core/tags/rules";
import { adviceOnSize, Sources, type SourceFacts } from "../../core/source";
import type { BuildDefinition } from "../../core/deploy";
import { badArgument, checkArgument } from "../internal/arguments";
import { buildDefinition } from "./buildDefinition";
import type { ContainerImageArgs } from "./args";
import * as inputs from "./inputs";
import { platformsOf, shownPlatforms } from "../internal/lastUpdate";
import { storedFingerprint } from "../internal/pushPass";
import type { StoredOutputs } from "../internal/storedOutputs";
import { transformed } from "../internal/transform";

/** What is built under which name. */
interface Plan {
  readonly repository: Reference;
  readonly rules: readonly string[];
  readonly source: pulumi.Output<SourceFacts>;
}

/**
 * Builds an image, pushes it, and gives the reference that names what was pushed. The registry keeps
 * what was pushed when this is removed or destroyed: somebody may run it, and ghcr.io deletes
 * nothing for us.
 */
export class ContainerImage extends pulumi.ComponentResource {
  /** `registry/name:tag`: what people type. Where it points can change. */
  public readonly reference: pulumi.Output<string>;
  /**
   * Every tag, as `registry/name:tag`; the first is the reference. Where a workflow builds it is the
   * only one, because nobody looks at which others were pushed.
   */
  public readonly tags: pulumi.Output<readonly string[]>;
  /** `sha256:…` of what was pushed; unknown until it has been. */
  public readonly digest: pulumi.Output<string | undefined>;
  /** `registry/name:tag@digest`: what a deployment can trust. Nothing where there is no digest. */
  public readonly pinned: pulumi.Output<string | undefined>;
  /** What it is built for: what was asked for, or what the registry tells. Else nothing. */
  public readonly platforms: pulumi.Output<readonly string[] | undefined>;
  /** What it is built from, for builders without Pulumi; nothing where a workflow builds it. */
  public readonly definition?: pulumi.Output<BuildDefinition>;

  constructor(name: string, args: ContainerImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr:index:ContainerImage", name, {}, opts);

    const registry = args.registry ?? "ghcr.io";
    const written = args.tags ?? defaultTags(args.version);
    const rules = args.build === "actions" ? rulesToRead(written, args.version) : written;
    checkArguments(args, registry, rules);
    const repository = packageReference(registry, args.owner, args.image);
    const source = this.readSource(args);
    // A context that a preview does not know yet leaves the tags known that are not made of it.
    const tags = needsSource(rules)
      ? source.apply((facts) => tagsOf(rules, args.version, facts))
      : pulumi.output(tagsOf(rules, args.version));
    const first = tags.apply(([tag = ""]) => tag);

    this.tags = (args.build === "actions" ? first.apply((tag) => [tag]) : tags).apply((all) =>
      all.map((tag) => printReference({ ...repository, tag })),
    );
    this.reference = first.apply((tag) => printReference({ ...repository, tag }));
    let asked: pulumi.Output<readonly string[] | undefined> | undefined;
    if (args.build === "actions") {
      const published = this.readPublished(args, repository, first);
      this.digest = published.apply((found) => ("digest" in found ? found.digest : undefined));
      this.platforms = published.apply((found) =>
        "platforms" in found && found.platforms.length > 0 ? found.platforms : undefined,
      );
    } else {
      const made = this.declaration(name, args, { repository, rules, source });
      this.digest = digestOf(new dockerBuild.Image(...made));
      this.definition = buildDefinition(made[1]);
      asked =
        args.platforms === undefined
          ? platformsOf(repository, this.digest, args, args.last, this)
          : pulumi.output([...args.platforms]);
      this.platforms = shownPlatforms(asked);
    }
    this.pinned = pulumi
      .all([this.digest, first])
      .apply(([digest, tag]) =>
        digest === undefined ? undefined : printReference(pin(repository, tag, digest)),
      );
    this.registerOutputs({
      reference: this.reference,
      digest: this.digest,
      pinned: this.pinned,
      platforms: asked ?? this.platforms,
      package: printReference(repository),
      // Who builds elsewhere does not push here.
      passed:
        args.build === "actions" ? undefined : storedFingerprint(args.pass, args.last, this.digest),
    } satisfies StoredOutputs<"ghcr:index:ContainerImage">);
  }

  /** What the image is declared with: its name, its arguments and its options. */
  private declaration(
    name: string,
    args: ContainerImageArgs,
    { repository, rules, source }: Plan,
  ): ReturnType<typeof transformed<dockerBuild.ImageArgs>> {
    const { dockerfile } = args;
    const about = pulumi.all([args.source, source]).apply(([address, { commit }]) => ({
      source: address,
      // Without its tags an image is of no version, and another version is none of its business.
      version: needsVersion(rules) ? args.version : undefined,
      revision: commit,
    }));
    return transformed<dockerBuild.ImageArgs>(
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
        // Every image becomes an index, also one for a single platform: only an index carries the
        // annotation that links the package (docker/metadata-action issue 355).
        buildArgs: { ...args.buildArgs, BUILDKIT_MULTI_PLATFORM: "1" },
        secrets: inputs.secretValues(args.secrets),
        target: args.target,
        network: args.network,
        builder: args.builder,
        ...inputs.cacheOf(args.cache, repository, this.tags, args.platforms),
        exports: [{ raw: about.apply(inputs.registryExport) }],
        // The export above pushes; this would add a second one without the annotation.
        push: false,
        buildOnPreview: args.buildOnPreview ?? false,
        registries: [
          {
            address: repository.registry,
            username: args.username,
            password: pulumi.secret(args.token),
          },
        ],
      },
      // The digest may be deployed, and other tags may have it too; ghcr.io refuses it anyway.
      { parent: this, retainOnDelete: true },
    );
  }

  /** What git tells of the source, and advice where all of it is too much. */
  private readSource(args: ContainerImageArgs): pulumi.Output<SourceFacts> {
    const { context, dockerfile, contexts, look } = args;
    return pulumi.output({ context, dockerfile, contexts }).apply(async (paths) => {
      const sources = new Sources();
      const { facts, size } = look ?? {
        facts: await sources.facts(paths),
        size: args.build === "actions" ? undefined : await sources.size(paths),
      };
      if (facts.isRefused === true && facts.why !== undefined) {
        void pulumi.log.warn(`There is no revision to label the image with: ${facts.why}`, this);
      }
      const advice = size === undefined ? undefined : adviceOnSize(size);
      if (advice !== undefined) void pulumi.log.warn(sentence(advice), this);
      return facts;
    });
  }

  /** What stands behind the first tag: as it was told, or else as the registry tells it now. */
  private readPublished(
    { published, username, token }: ContainerImageArgs,
    repository: Reference,
    tag: pulumi.Output<string>,
  ): pulumi.Output<Published> {
    if (published !== undefined) return pulumi.output(published);
    const told = pulumi.all([username, token, tag]).apply(async ([user, secret, first]) => {
      const { registry } = repository;
      const client = new RegistryClient({ registry, username: user, token: secret });
      const reference = { ...repository, tag: first };
      const found = await readPublished(client, reference);
      const why = whyUnpublished(found);
      if (why !== undefined) {
        const what = `There is no digest of ${printReference(reference)}, so it is not pinned`;
        void pulumi.log.warn(`${what}: ${why}`, this);
      }
      return found;
    });
    // A digest and platforms tell nothing of the token that they were read with.
    return pulumi.unsecret(told);
  }
}

/**
 * The digest of what was pushed. A refresh that runs the program meets images that are not there yet:
 * they have no digest. One that a transform keeps from being pushed has an empty one.
 */
function digestOf(image: dockerBuild.Image): pulumi.Output<string | undefined> {
  return image.digest.apply((digest: string | undefined) => (digest === "" ? undefined : digest));
}

function checkArguments(
  args: ContainerImageArgs,
  registry: string,
  rules: readonly string[],
): void {
  if (rules.length === 0) throw badArgument("tags", "names no tag");
  checkArgument("registry", registry, registryProblem);
  checkArgument("owner", args.owner, ownerProblem);
  checkArgument("image", args.image, packageProblem);
  rules.forEach((rule, index) => {
    checkArgument(`tags[${index}]`, rule, tagRuleProblem);
  });
  // What the source tells is not known yet; the rest is.
  const known = { version: args.version, commit: "0000000", branch: "main" };
  const [problem] = fillTags(rules, known).problems;
  if (problem !== undefined) throw tagProblem(rules, problem);
  // The provider pushes a cache in a preview like in an update (docker-build 0.0.22, image.go).
  if (args.buildOnPreview === true && args.cache === "registry" && args.build !== "actions") {
    throw badArgument("buildOnPreview", "would push the cache in a preview: 'cache' is registry");
  }
  for (const [id, reason] of Object.entries(inputs.reservedBuildArgs)) {
    if (Object.hasOwn(args.buildArgs ?? {}, id)) throw badArgument(`buildArgs.${id}`, reason);
  }
}

function tagsOf(
  rules: readonly string[],
  version: string | undefined,
  { commit, branch, why }: SourceFacts = {},
): readonly string[] {
  const { tags, problems } = fillTags(rules, { version, commit, branch });
  const [problem] = problems;
  if (problem !== undefined) throw tagProblem(rules, problem, why);
  return tags;
}

function tagProblem(
  rules: readonly string[],
  { index, says }: { readonly index: number; readonly says: string },
  why?: string,
): Error {
  const reason = why === undefined ? says : `${says}: ${why}`;
  return badArgument(`tags[${index}]`, `'${rules[index] ?? ""}' ${reason}`);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
