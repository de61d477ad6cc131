import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { checkReleases, type Release } from "../../core/registry/releases";

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
    const digests = typeof digest === "string" ? [digest] : [];
    const { problems, warnings } = await checkReleases(known, { digests, willBuild: true });
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

const fixes = [
  "Cause: the tag names one version, and deployments rely on it.",
  "Fix: publish the change as another version:",
  "npx pulumi-ghcr push --bump patch",
  "Or let the tags of versions move (for one update, set GHCR_RELEASES=movable):",
  "npx pulumi config set ghcr:releases movable",
];
