import { z } from "zod";
import type { SourcePaths } from "../../../core/source";
import { packageReference, type Reference } from "../../../core/oci/reference";
import { needsVersion } from "../../../core/tags/rules";
import { nextVersion, type VersionPart } from "../../../core/tags/nextVersion";
import type { Token } from "../../../core/tokens/token";
import type { DesiredStack } from "../../../stack/model";
import { parseSettings, readValue } from "../../../stack/settings";
import { UserError } from "../../errors";
import { exportStack, type StackOptions } from "../../pulumi/pulumi";
import { runPulumi } from "../../pulumi/runPulumi";
import { readConfiguration, requireStack } from "../../pulumi/settings";
import type { RequestedVersion } from "./options";

/** What a release needs to know about a stack before it begins. */
export interface PushStack extends Release {
  readonly registry: string;
  readonly username: string;
  readonly token: Token;
  /** Where the token was found: a setting or a variable. */
  readonly tokenFrom: string;
  /** The version to publish. */
  readonly tag: string;
  /** Whether the update may move the tag of a published version. */
  readonly releases: DesiredStack["releases"];
  /** The version in the settings now. */
  readonly version: string | undefined;
}

/** What a release pushes. */
export interface Release {
  /** The packages that this stack pushes itself, without images that a workflow builds. */
  readonly packages: readonly Reference[];
  /** Whether any image's tags are made from the version; undefined without images. */
  readonly followsVersion: boolean | undefined;
  /** The tags and rules of all images. */
  readonly tagRules: readonly string[];
  /** The images that this stack builds itself. */
  readonly images: readonly BuiltImage[];
  /** The images that workflows build. */
  readonly workflowImages: readonly WorkflowImage[];
}

interface Image {
  /** Its name in the settings. */
  readonly name: string;
  readonly package: Reference;
  /** Its tags and rules. */
  readonly tagRules: readonly string[];
}

/** An image that a workflow builds. */
export interface WorkflowImage extends Image {
  readonly repository: string;
  readonly context: string;
}

/** An image that this stack builds. */
export interface BuiltImage extends Image {
  /** What it is built from. */
  readonly source: SourcePaths;
}

/**
 * Reads a stack's settings as they will be with the released version. Throws all problems with them
 * before the version is written.
 */
export async function readPushStack(
  stack: StackOptions,
  requested: RequestedVersion,
): Promise<PushStack> {
  const raw = await readConfiguration(stack);
  const current = readValue(raw, "version");
  const version = typeof current === "string" ? current : undefined;
  const tag = "tag" in requested ? requested.tag : raiseVersion(version, requested.bump);
  const released = { "ghcr:version": { value: tag, isSecret: false } };
  const settings = { ...raw.settings, ...released };
  const desired = requireStack(parseSettings({ ...raw, settings }, ["publish"]));
  const { registry, username, releases, credentials } = desired;
  return {
    ...describeRelease(desired),
    registry,
    username,
    token: credentials.publish,
    tokenFrom: raw.settings["ghcr:token"]?.value ? "ghcr:token" : "GHCR_TOKEN",
    tag,
    releases,
    version,
  };
}

/** The version after the one in the settings. */
export function raiseVersion(version: string | undefined, part: VersionPart): string {
  const next = version === undefined ? undefined : nextVersion(version, part);
  if (next !== undefined) return next;
  const problem =
    version === undefined
      ? "the settings contain no ghcr:version yet"
      : `ghcr:version is '${version}', which is not a semantic version such as v1.2.3`;
  throw new UserError(
    `--bump ${part}: ${problem}. Nothing was changed. Name the version:\nnpx pulumi-ghcr push v1.0.0`,
  );
}

/** What a release pushes: mirrors, and images that no workflow builds. */
export function describeRelease({
  registry,
  owner,
  images,
  mirrors,
}: Pick<DesiredStack, "registry" | "owner" | "images" | "mirrors">): Release {
  const built = images.filter(({ build }) => build === "pulumi");
  const tagRules = images.flatMap(({ tags }) => tags);
  const describe = ({ name, tags }: (typeof images)[number]): Image => ({
    name,
    package: packageReference(registry, owner, name),
    tagRules: tags,
  });
  return {
    packages: [...built, ...mirrors].map(({ name }) => packageReference(registry, owner, name)),
    followsVersion: images.length === 0 ? undefined : needsVersion(tagRules),
    tagRules,
    images: built.map((image) => {
      const { context, dockerfile, contexts } = image;
      return { ...describe(image), source: { context, dockerfile, contexts } };
    }),
    workflowImages: images
      .filter(({ build }) => build === "actions")
      .map((image) => {
        const { repository, context } = image;
        return { ...describe(image), repository, context };
      }),
  };
}

const stateSchema = z.object({
  deployment: z
    .object({
      pending_operations: z
        .array(z.object({ type: z.string(), resource: z.object({ urn: z.string() }) }))
        .nullish(),
      resources: z
        .array(z.object({ outputs: z.object({ digest: z.unknown().optional() }).nullish() }))
        .nullish(),
    })
    .nullish(),
});

/** What the stack's state says about earlier updates. */
export interface PriorUpdate {
  /** The operations whose outcome is unknown because the update was interrupted. */
  readonly unfinished: readonly string[];
  /** The digests that were pushed. */
  readonly digests: readonly string[];
}

export async function readPriorUpdate(stack: StackOptions): Promise<PriorUpdate> {
  const { deployment } = stateSchema.parse(await exportStack(stack));
  return {
    unfinished: (deployment?.pending_operations ?? []).map(
      ({ type, resource }) => `${type} ${resource.urn.split("::").slice(-1).join("")}`,
    ),
    // The resources', not the stack's outputs: an update that failed does not change those.
    digests: (deployment?.resources ?? []).flatMap(({ outputs }) =>
      typeof outputs?.digest === "string" ? [outputs.digest] : [],
    ),
  };
}

/** Sets the version, or removes it. */
export async function setVersion(stack: StackOptions, version: string | undefined): Promise<void> {
  const where = ["ghcr:version", "--stack", stack.stack];
  if (version === undefined) await runPulumi(stack, ["config", "rm", ...where]);
  else await runPulumi(stack, ["config", "set", ...where, "--plaintext", "--", version]);
}
