import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { RegistryClient } from "../../core/registry/client";
import { readPublished, whyUnpublished } from "../../core/registry/published";
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
    const problems = await findMovedReleases(known, digestOf(oldOutputs));
    if (problems.length > 0) throw new Error([...problems, ...waysOn].join("\n"));
  };
  // The engine calls the hook outside of the program's async context, where Pulumi cannot log.
  const hook = new pulumi.ResourceHook(`ghcr-release-${name}`, AsyncResource.bind(check), {
    onDryRun: true,
  });
  return { beforeCreate: [hook], beforeUpdate: [hook] };
}

/** The output's value; undefined if a preview does not know it. */
function resolve<Value>(output: pulumi.Output<Value>): Promise<Value | undefined> {
  const { isKnown, promise } = output as pulumi.Output<Value> & {
    readonly isKnown: Promise<boolean>;
    promise(): Promise<Value>;
  };
  return isKnown.then((known) => (known ? promise.call(output) : undefined));
}

function digestOf(outputs: Readonly<Record<string, unknown>> | undefined): string | undefined {
  return typeof outputs?.digest === "string" ? outputs.digest : undefined;
}

async function findMovedReleases(
  { tags, commit, username, token }: Release,
  priorDigest: string | undefined,
): Promise<readonly string[]> {
  const found = await Promise.all(
    tags.map(async (tag) => {
      const client = new RegistryClient({ registry: tag.registry, username, token });
      const published = await readPublished(client, tag);
      if (published.outcome === "absent") return [];
      const reference = printReference(tag);
      if (published.outcome !== "found") {
        await pulumi.log.warn(
          `Whether ${reference} is already published is unknown: ${whyUnpublished(published) ?? ""}`,
        );
        return [];
      }
      const { digest, revision } = published;
      const isSameSource = commit !== undefined && commit === revision && !/-dirty$/.test(commit);
      // An update was interrupted after the push, before the state was saved.
      if (isSameSource && digest !== priorDigest) {
        await pulumi.log.warn(
          `${reference} was published from the same commit as ${digest}; it is built again.`,
        );
        return [];
      }
      const origin = revision === undefined ? "" : ` from commit ${revision}`;
      return [`${reference} is already published${origin} as ${digest}; this update would move it`];
    }),
  );
  return found.flat();
}

const waysOn = [
  "Fix: publish the change as another version, for example with:",
  "npx pulumi-ghcr push --bump patch",
  "Or move the tag this once (push --force), or always (pulumi config set ghcr:releases movable).",
];
