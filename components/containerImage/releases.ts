import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { RegistryClient } from "../../core/registry/client";
import { readPublished, explainMissingDigest } from "../../core/registry/published";
import { printReference, type TaggedReference } from "../../core/oci/reference";

/** What an update would push as a release. */
export interface Release {
  /** The tags that name one version. */
  readonly tags: readonly TaggedReference[];
  /** The commit that it is built from, if known, with `-dirty` if files differ from it. */
  readonly commit: string | undefined;
  readonly username: string;
  readonly token: string;
}

/**
 * Hooks that stop an update, or its preview, if it would move the tag of a published release. The
 * engine calls them only if it builds the image.
 */
export function protectReleases(
  name: string,
  release: pulumi.Output<Release>,
): pulumi.ResourceHookBinding {
  const check = async ({ oldOutputs }: pulumi.ResourceHookArgs): Promise<void> => {
    const known = await resolve(release);
    if (known === undefined) return;
    const { digest } = oldOutputs ?? {};
    const priorDigest = typeof digest === "string" ? digest : undefined;
    const { problems, warnings } = await checkReleases(known, priorDigest);
    for (const warning of warnings) await pulumi.log.warn(warning);
    if (problems.length > 0) throw new Error([...problems, ...fixes].join("\n"));
  };
  // The engine calls the hook outside of the program's async context, where Pulumi cannot log.
  const hook = new pulumi.ResourceHook(`ghcr-release-${name}`, AsyncResource.bind(check), {
    onDryRun: true,
  });
  return { beforeCreate: [hook], beforeUpdate: [hook] };
}

/** The output's value; undefined if a preview does not know it. */
async function resolve<Value>(output: pulumi.Output<Value>): Promise<Value | undefined> {
  // Pulumi omits these from its declarations.
  const internal = output as unknown as {
    readonly isKnown: Promise<boolean>;
    promise(): Promise<Value>;
  };
  return (await internal.isKnown) ? internal.promise() : undefined;
}

/** Whether a release is already in the registry, as another image than would be built now. */
export async function checkReleases(
  { tags, commit, username, token }: Release,
  priorDigest: string | undefined,
): Promise<{ readonly problems: readonly string[]; readonly warnings: readonly string[] }> {
  const problems: string[] = [];
  const warnings: string[] = [];
  const checks = tags.map(async (tag) => {
    const client = new RegistryClient({ registry: tag.registry, username, token });
    const published = await readPublished(client, tag);
    const reference = printReference(tag);
    if (published.outcome === "absent") return;
    if (published.outcome !== "found") {
      const reason = explainMissingDigest(published) ?? "";
      warnings.push(`${reference} is built, but it may already be published: ${reason}`);
      return;
    }
    const { digest, revision } = published;
    const isSameCommit = commit === revision && commit?.endsWith("-dirty") === false;
    // The last update was interrupted after the push, before the state was saved.
    if (isSameCommit && digest !== priorDigest) {
      warnings.push(`${reference} is built again from the same commit; it was ${digest}`);
      return;
    }
    const origin = revision === undefined ? "" : ` from commit ${revision}`;
    problems.push(
      `${reference} is already published${origin} as ${digest}; this update would move it`,
    );
  });
  await Promise.all(checks);
  return { problems, warnings };
}

const fixes = [
  "Fix: publish the change as another version, for example with:",
  "npx pulumi-ghcr push --bump patch",
  "Or move the tag this once (GHCR_RELEASES=movable), or always (pulumi config set ghcr:releases movable).",
];
