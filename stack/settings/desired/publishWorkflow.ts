import { defaultTags } from "../../../core/tags/rules";
import type { PlannedImage, CleanupPlan } from "../../../core/workflows";
import type { DesiredPublishWorkflow } from "../../model";
import { cleanupDefaults, workflowDefaults } from "../defaults";
import { relativeToRoot } from "../rootPath";
import type { ExpandedDefaults } from "../schema";
import type { ExpandedImage } from "../schema/image";
import type { ExpandedCleanup, ExpandedWorkflow } from "../schema/workflow";

/** A workflow's settings from its repository. */
interface WorkflowContext {
  readonly defaults: ExpandedDefaults;
  readonly images: Readonly<Record<string, ExpandedImage>>;
  readonly secretName: string;
  readonly isPublic: boolean;
  /** Whether adopting the repository may write what differs. */
  readonly mayOverwrite: boolean;
}

/** The workflow that the settings describe; undefined if it has no image to build. */
export function desiredPublishWorkflow(
  settings: ExpandedWorkflow,
  { defaults, images, secretName, isPublic, mayOverwrite }: WorkflowContext,
): DesiredPublishWorkflow | undefined {
  const { authentication = workflowDefaults.authentication, attest = isPublic } = settings;
  const { branch = workflowDefaults.branch, path = workflowDefaults.path } = settings;
  const { pullRequest = workflowDefaults.pullRequest, root = workflowDefaults.root } = settings;
  const { cleanup } = settings;
  const built = Object.entries(images).flatMap(([name, image]) => {
    const settings = { ...defaults, ...image };
    return settings.build === "actions" ? [plannedImage(name, settings, root)] : [];
  });
  if (built.length === 0) return undefined;
  return {
    authentication,
    branch,
    attest,
    path,
    pullRequest,
    secretName,
    overwrite: mayOverwrite,
    images: built,
    cleanup: cleanup && cleanupPlan(cleanup),
  };
}

/** The platform of GitHub's default runner: the workflow's builder has no default. */
const runnerPlatforms: readonly string[] = ["linux/amd64"];

/**
 * The default rules. They do not use `ghcr:version`: a workflow gets its version from the tag that
 * it runs for, and would otherwise change with each release.
 */
const runTags = defaultTags("the tag that is pushed");

function plannedImage(name: string, image: ExpandedImage, root: string): PlannedImage {
  const { context, dockerfile, contexts, target, buildArgs, packageVisibility } = image;
  const { tags = runTags, platforms = runnerPlatforms } = image;
  // A path outside the root is already reported.
  const at = (path: string): string => relativeToRoot(root, path) ?? path;
  const named = Object.entries(contexts ?? {}).map(([id, path]) => [id, at(path)] as const);
  return {
    name,
    context: at(context),
    dockerfile: dockerfile === undefined ? undefined : at(dockerfile),
    contexts: contexts && Object.fromEntries(named),
    target,
    buildArgs,
    tags,
    platforms,
    visibility: packageVisibility,
  };
}

function cleanupPlan(settings: ExpandedCleanup): CleanupPlan {
  const { schedule = cleanupDefaults.schedule, olderThan = cleanupDefaults.olderThan } = settings;
  const { keepUntagged = cleanupDefaults.keepUntagged, keepTagged } = settings;
  const { keepTags = cleanupDefaults.keepTags, secretName } = settings;
  const { delete: isDeleting = cleanupDefaults.delete } = settings;
  return {
    schedule,
    olderThan,
    keepUntagged,
    keepTagged,
    keepTags,
    delete: isDeleting,
    secretName,
  };
}
