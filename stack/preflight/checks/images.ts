import { toSentence } from "../../../core/checks/finding";
import { readPublished, explainMissingDigest } from "../../../core/registry/published";
import { pin, printReference } from "../../../core/oci/reference";
import { RegistryClient } from "../../../core/registry/client";
import { fillPlaceholders as filledPage, settingsPages } from "../../../core/github/settingsPages";
import { fillTags, needsSource, type TagRuleProblem } from "../../../core/tags/rules";
import type { ImageObservation, Observations } from "../observations";
import type { SettingFinding } from "../finding";
import type { PriorState } from "../../state";
import { imageSetting, packageOf } from "../names";
import type { DesiredImage, DesiredStack } from "../../model";

/**
 * Fills tags from Git, and reads each image that is built elsewhere from the registry. By image
 * name, without images that need neither.
 */
export async function collectImages(
  stack: DesiredStack,
  sources: Observations["sources"],
  mayAskRegistry: boolean,
): Promise<Observations["images"]> {
  const { registry, username, credentials, images, version } = stack;
  const token = credentials.publish.reveal();
  const client = new RegistryClient({ registry, username, token });
  const observe = async (image: DesiredImage): Promise<ImageObservation> => {
    const { commit, branch, reason: why } = sources.get(image.name)?.facts ?? {};
    const { tags, problems } = fillTags(image.tags, { version, commit, branch });
    const filled = { problems, ...(why === undefined ? {} : { why }) };
    const [tag] = tags;
    if (image.build !== "actions" || !mayAskRegistry || tag === undefined) return filled;
    const reference = { ...packageOf(stack, image.name), tag };
    const result = await readPublished(client, reference);
    return { ...filled, published: { reference, result } };
  };
  const entries = images
    .filter(({ tags, build }) => build === "actions" || needsSource(tags))
    .map(async (image) => [image.name, await observe(image)] as const);
  return new Map(await Promise.all(entries));
}

export function evaluateImages(
  stack: DesiredStack,
  prior: PriorState | undefined,
  { images }: Observations,
): readonly SettingFinding[] {
  return stack.images.flatMap((image) => {
    const observed = images.get(image.name);
    if (observed === undefined) return [];
    const { problems, published } = observed;
    if (problems.length > 0)
      return problems.map((problem) => describeUnfilledTag(image, problem, observed.why));
    return published === undefined ? [] : evaluatePublished(image, published, prior);
  });
}

function describeUnfilledTag(
  image: DesiredImage,
  { index, message, missing }: TagRuleProblem,
  why: string | undefined,
): SettingFinding {
  return {
    setting: `${imageSetting(image)}.tags.${index}`,
    outcome: "fail",
    message: `'${image.tags[index] ?? ""}' ${message}`,
    ...(why === undefined ? {} : { cause: `${why}.` }),
    fix: [
      missing === "branch"
        ? "Check out a branch, or set a fixed tag."
        : "Build from a Git repository with a commit that contains the context, or set a fixed tag.",
    ],
  };
}

/**
 * Not a failure: the workflow's run fixes it. Until then the last known image stays pinned, if there
 * is one.
 */
function evaluatePublished(
  image: DesiredImage,
  { reference, result }: NonNullable<ImageObservation["published"]>,
  prior: PriorState | undefined,
): readonly SettingFinding[] {
  const why = explainMissingDigest(result);
  if (why === undefined) return [];
  const setting = imageSetting(image);
  const tag = printReference(reference);
  const { registry, name } = reference;
  const last = prior?.lastPinned.get(printReference({ registry, name }));
  const consequence =
    last === undefined
      ? "nothing is pinned"
      : `${printReference(pin(reference, last.tag, last.digest))} stays pinned`;
  const finding = { setting, outcome: "unknown", cause: toSentence(why) } as const;
  if (result.outcome === "absent") {
    const message = `${tag} does not exist yet, so ${consequence}`;
    const fix = ["Run the workflow that builds it, then run 'npx pulumi up' again."];
    return [{ ...finding, message, fix }];
  }
  return [{ ...finding, message: `the digest of ${tag} is unknown, so ${consequence}` }];
}

/** Reports packages that the stack pushed and no longer has: the registry keeps them. */
export function evaluateRemoved(
  stack: DesiredStack,
  prior: PriorState | undefined,
  { users: { publish } }: Observations,
): readonly SettingFinding[] {
  const named = new Set(
    [...stack.images, ...stack.mirrors].map(({ name }) => printReference(packageOf(stack, name))),
  );
  const account = publish.outcome === "answered" ? publish.facts.account : null;
  const isTokenAccount = account?.toLowerCase() === stack.owner.toLowerCase();
  const page = isTokenAccount ? settingsPages.userPackage : settingsPages.organizationPackage;
  return [...(prior?.packages ?? [])]
    .filter(([reference, { fingerprint }]) => fingerprint !== undefined && !named.has(reference))
    .map(([reference]) => {
      const name = reference.split("/").slice(2).join("/");
      const address = filledPage(page, { owner: stack.owner, name });
      return {
        setting: "ghcr:repositories",
        outcome: "pass",
        message: `${reference} is no longer in the stack`,
        notes: [`The registry keeps it with all its versions. To delete it: ${address}`],
      };
    });
}
