import { z } from "zod";
import { packageReference, type Reference } from "../../../core/oci/reference";
import { needsVersion } from "../../../core/tags/rules";
import type { Token } from "../../../core/tokens/token";
import type { DesiredStack } from "../../../stack/model";
import { parseSettings, readValue } from "../../../stack/settings";
import { exportStack, type StackOptions } from "../../pulumi/pulumi";
import { readConfiguration, requireStack } from "../../pulumi/settings";
import { openWorkspace } from "../../pulumi/workspace";

/** What a release needs to know of a stack before it begins. */
export interface PushStack extends Release {
  readonly registry: string;
  readonly username: string;
  readonly token: Token;
  /** Where the token was found, as its owner knows it. */
  readonly tokenFrom: string;
  /** The version that the settings hold now. */
  readonly version: string | undefined;
}

/** What a release pushes. */
export interface Release {
  /** What this stack pushes itself: no image that a workflow builds. */
  readonly packages: readonly Reference[];
  /** Whether any image's tags are made of the version; undefined without an image. */
  readonly followsVersion: boolean | undefined;
  /** The tags and rules of all images. */
  readonly tagRules: readonly string[];
}

/**
 * Reads a stack's settings as they will be with the version that is released. Throws what is wrong
 * with them then, before the version is written.
 */
export async function readPushStack(stack: StackOptions, version: string): Promise<PushStack> {
  const raw = await readConfiguration(stack);
  const released = { "ghcr:version": { value: version, isSecret: false } };
  const settings = { ...raw.settings, ...released };
  const desired = requireStack(parseSettings({ ...raw, settings }, ["publish"]));
  const { registry, username, credentials } = desired;
  const current = readValue(raw, "version");
  return {
    ...releaseOf(desired),
    registry,
    username,
    token: credentials.publish,
    tokenFrom: raw.settings["ghcr:token"]?.value ? "ghcr:token" : "GHCR_TOKEN",
    version: typeof current === "string" ? current : undefined,
  };
}

/** What a release of the stack pushes: its images, but those that a workflow builds, and its mirrors. */
export function releaseOf({
  registry,
  owner,
  images,
  mirrors,
}: Pick<DesiredStack, "registry" | "owner" | "images" | "mirrors">): Release {
  const pushed = [...images.filter(({ build }) => build === "pulumi"), ...mirrors];
  const tagRules = images.flatMap(({ tags }) => tags);
  return {
    packages: pushed.map(({ name }) => packageReference(registry, owner, name)),
    followsVersion: images.length === 0 ? undefined : needsVersion(tagRules),
    tagRules,
  };
}

const stateSchema = z.object({
  deployment: z
    .object({
      pending_operations: z
        .array(z.object({ type: z.string(), resource: z.object({ urn: z.string() }) }))
        .nullish(),
    })
    .nullish(),
});

/** What an earlier update was doing when it was broken off, and Pulumi knows no end of. */
export async function findUnfinished(stack: StackOptions): Promise<readonly string[]> {
  const state = stateSchema.parse(await exportStack(stack));
  return (state.deployment?.pending_operations ?? []).map(
    ({ type, resource }) => `${type} ${resource.urn.split("::").slice(-1).join("")}`,
  );
}

/** Writes the version, or takes it away. */
export async function setVersion(stack: StackOptions, version: string | undefined): Promise<void> {
  const workspace = await openWorkspace(stack);
  if (version === undefined) await workspace.removeConfig(stack.stack, "ghcr:version");
  else await workspace.setConfig(stack.stack, "ghcr:version", { value: version });
}
