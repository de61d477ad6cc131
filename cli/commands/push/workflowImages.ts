import { relative } from "node:path";
import { printReference } from "../../../core/oci/reference";
import { RegistryClient } from "../../../core/registry/client";
import { readPublished } from "../../../core/registry/published";
import { findRepositoryRoot } from "../../../core/source";
import { UserError } from "../../errors";
import { shortStack } from "../../pulumi/stackFile";
import { releaseTags } from "./release";
import type { PushStack } from "./stack";

/**
 * Fails if the stack only has images that workflows build, and their workflows have not built this
 * version: an update would publish nothing.
 */
export async function requireWorkflowImages(
  { stack }: { readonly stack: string },
  { tag, packages, workflowImages, registry, username, token }: PushStack,
): Promise<void> {
  if (packages.length > 0) return;
  const client = new RegistryClient({ registry, username, token: token.reveal() });
  const missing = await Promise.all(
    workflowImages.map(async (image) => {
      const references = releaseTags({ ...image, facts: {} }, tag);
      const published = await Promise.all(references.map((each) => readPublished(client, each)));
      const isMissing = published.some(({ outcome }) => outcome === "absent");
      return isMissing ? [{ ...image, reference: references.map(printReference).join(", ") }] : [];
    }),
  );
  const images = missing.flat();
  if (images.length === 0) return;
  const repositories = new Map(images.map(({ repository, context }) => [repository, context]));
  throw new UserError(
    [
      `no image of this stack is built by pulumi up, and these are not published yet; nothing was changed:`,
      ...images.map(({ name, reference }) => `  - ${name}: ${reference}`),
      "Cause: a workflow builds them, when the tag of a version is pushed to their repository.",
      "Fix: push the tag:",
      ...[...repositories].flatMap(([name, context]) => tagCommands(name, context, tag)),
      "After the workflow's run has finished, pin the images:",
      `npx pulumi-ghcr push ${tag} --stack ${shortStack(stack)}`,
    ].join("\n"),
  );
}

/** The two commands that make a release of a repository. */
function tagCommands(repository: string, context: string, tag: string): readonly string[] {
  const root = findRepositoryRoot(context);
  const folder = root === undefined ? repository : relative(".", root) || ".";
  return [`git -C ${folder} tag ${tag}`, `git -C ${folder} push origin ${tag}`];
}
