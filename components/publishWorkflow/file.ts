import {
  branchProblem,
  ownerProblem,
  packageProblem,
  platformProblem,
  registryProblem,
  repositoryProblem,
  secretNameProblem,
  workflowPathProblem,
} from "../../core/oci/names";
import { tagRuleProblem } from "../../core/tags/rules";
import { cleanupProblems } from "../../core/workflows/cleanup";
import type { WorkflowFile } from "../../core/workflows/proposal";
import { renderPublish, type PublishPlan } from "../../core/workflows";
import { argumentError, checkArgument } from "../internal/arguments";
import type { PublishWorkflowArgs } from "./args";

/** A workflow's content, with every default filled in. */
export interface PlannedWorkflow extends PublishPlan {
  readonly path: string;
}

/** Fills in defaults. Throws if an argument is invalid. */
export function plannedWorkflow(args: PublishWorkflowArgs): PlannedWorkflow {
  const keptBy = args.pullRequest === true ? "pull request" : "update";
  const { owner, repository, images, cleanup } = args;
  const { secretName, authentication, registry, branch, attest, path } = { ...defaults, ...args };
  const plan = {
    owner,
    repository,
    registry,
    branch,
    secretName,
    authentication,
    attest,
    images,
    cleanup,
  };
  checkArguments({ ...plan, path });
  return { ...plan, path, keptBy };
}

export function workflowFile({ path, ...plan }: PlannedWorkflow): WorkflowFile {
  return { path, branch: plan.branch, content: renderPublish(plan) };
}

const defaults = {
  registry: "ghcr.io",
  secretName: "GHCR_TOKEN",
  authentication: "token",
  branch: "main",
  attest: false,
  path: ".github/workflows/publish.yml",
} as const;

function checkArguments(args: PlannedWorkflow): void {
  checkArgument("owner", args.owner, ownerProblem);
  checkArgument("repository", args.repository, repositoryProblem);
  checkArgument("registry", args.registry, registryProblem);
  checkArgument("secretName", args.secretName, secretNameProblem);
  checkArgument("branch", args.branch, branchProblem);
  checkArgument("path", args.path, workflowPathProblem);
  const [problem] = args.cleanup === undefined ? [] : cleanupProblems(args.cleanup);
  if (problem !== undefined) throw argumentError(`cleanup.${problem.property}`, problem.message);
  if (args.images.length === 0) throw argumentError("images", "must name at least one image");
  args.images.forEach(({ name, tags, platforms }, index) => {
    const at = `images[${index}]`;
    checkArgument(`${at}.name`, name, packageProblem);
    if (tags.length === 0) throw argumentError(`${at}.tags`, "must name at least one tag");
    for (const tag of tags) checkArgument(`${at}.tags`, tag, tagRuleProblem);
    for (const platform of platforms) checkArgument(`${at}.platforms`, platform, platformProblem);
  });
}
