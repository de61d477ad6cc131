import { findPriorFile, findPriorWorkflow } from "./collect";
import type { Observations } from "../../observations";
import type { SettingFinding } from "../../finding";
import { evaluateRepository } from "../repository";
import type { PriorState } from "../../../state";
import { workflowPlaces, type WorkflowPlace } from "./places";
import { isWaiting } from "./waiting";
import { repositorySetting } from "../../names";
import type { WorkflowFiles } from "../../../workflowFiles";
import type { DesiredStack } from "../../../model";

/** Checks that the workflows can be written and overwrite no unknown changes. */
export function evaluateWorkflows(
  stack: DesiredStack,
  files: WorkflowFiles,
  prior: PriorState | undefined,
  observed: Observations,
): readonly SettingFinding[] {
  const places = workflowPlaces(stack, files);
  return [
    ...evaluateStackRepository(stack, places, prior, observed),
    ...places.flatMap((place) =>
      isWaiting(stack, place, prior, observed)
        ? [describeWaiting(stack.owner, place)]
        : evaluateWorkflow(stack.owner, place, prior, observed),
    ),
    ...evaluateRemovedWorkflows(stack, prior),
  ];
}

/** The repository of the stack's program, if it is not one of those that publish. */
function evaluateStackRepository(
  stack: DesiredStack,
  places: readonly WorkflowPlace[],
  prior: PriorState | undefined,
  observed: Observations,
): readonly SettingFinding[] {
  const place = places.find(({ isOfStack }) => isOfStack);
  if (place === undefined || place.repository !== undefined) return [];
  const { name } = place;
  const setting = `${place.setting}.repository`;
  const flags = { create: false, autoInit: false, adopt: false, mayOverwrite: false };
  const repository = { name, ...flags };
  const found = evaluateRepository(stack, repository, prior, observed, setting);
  if (!isAbsent(name, observed.repositories)) return found;
  return found.map((finding) => ({
    ...finding,
    cause: "The workflow is committed to the repository that contains this program.",
    fix: ["Check the name:", `https://github.com/${stack.owner}/${name}`],
  }));
}

function isAbsent(name: string, list: Observations["repositories"]): boolean {
  return list?.outcome === "listed" && !list.repositories.has(name.toLowerCase());
}

function describeWaiting(
  owner: string,
  { setting, name, file }: Pick<WorkflowPlace, "setting" | "name" | "file">,
): SettingFinding {
  return {
    setting,
    outcome: "pass",
    message: `the workflow is not committed before your first push to ${owner}/${name}`,
    fix: [`Push your commits to its branch ${file.branch}, and then run:`, "npx pulumi up"],
    notes: ["With 'create: empty', the repository has no branch before that."],
  };
}

function evaluateWorkflow(
  owner: string,
  { key, setting, name, file, pullRequest, overwrite, isOfStack }: WorkflowPlace,
  prior: PriorState | undefined,
  { workflows, repositories }: Observations,
): readonly SettingFinding[] {
  const answer = workflows.get(key);
  if (answer === undefined) return [];
  const { branch, path } = file;
  const fullName = `${owner}/${name}`;
  if (answer.outcome === "proposed") {
    if (answer.state !== "closed") return [];
    return [
      {
        setting,
        outcome: "pass",
        message: `pull request ${answer.number} of ${fullName} was closed without being merged`,
        fix: [
          "Reopen it, or change the settings, which opens another:",
          `https://github.com/${fullName}/pull/${answer.number}`,
        ],
        notes: ["Until then the repository's workflow differs from the settings."],
      },
    ];
  }
  if (answer.outcome === "unknown") {
    const message = `it is unknown whether ${fullName} has ${path} on ${branch}`;
    return [{ setting, outcome: "unknown", message, cause: `${answer.why}.` }];
  }
  if (answer.place === "empty repository") {
    return [
      {
        setting,
        outcome: "fail",
        message: `${fullName} is empty, so it has no branch to commit the workflow to`,
        cause: "A branch exists once it has a commit.",
        fix: [`Push a first commit to ${branch}: https://github.com/${fullName}`],
      },
    ];
  }
  if (answer.place === "no branch") {
    const defaultBranch =
      repositories?.outcome === "listed"
        ? repositories.repositories.get(name.toLowerCase())?.defaultBranch
        : undefined;
    const otherDefault =
      defaultBranch === undefined || defaultBranch === branch ? undefined : defaultBranch;
    return [
      {
        setting: `${setting}.branch`,
        outcome: "fail",
        message: `${fullName} has no branch '${branch}'`,
        cause:
          otherDefault === undefined
            ? `The workflow is committed to that branch, and ${isOfStack ? "pushes to it update the stack" : "pushes to it publish images"}.`
            : `The workflow is committed to that branch; the repository's default branch is '${otherDefault}'.`,
        fix: [
          otherDefault === undefined
            ? `Set an existing branch, or create this one: https://github.com/${fullName}/branches`
            : `Set '${isOfStack ? "" : "workflow: "}{branch: ${otherDefault}}', or create the branch.`,
        ],
      },
    ];
  }
  // A pull request shows the difference to whoever merges it.
  if (answer.blob === null || pullRequest) return [];
  const priorFile = findPriorFile(findPriorWorkflow(prior, name), file);
  if (priorFile !== undefined) {
    if (priorFile.blob === answer.blob) return [];
    return [
      {
        setting,
        outcome: "fail",
        message: `${path} in ${fullName} was changed on GitHub since the last update or refresh`,
        cause: "The update would overwrite that change, which GitHub refuses (409).",
        fix: [
          "npx pulumi refresh",
          "npx pulumi preview --diff, which shows what would be overwritten",
        ],
      },
    ];
  }
  if (overwrite) return [];
  const kind = isOfStack ? "stack workflow" : "workflow";
  return [
    {
      setting: `${setting}.path`,
      outcome: "fail",
      message: `${fullName} already has ${path}, and this stack did not create it`,
      ...(prior === undefined && { conflict: { kind, repository: name } }),
      cause: "An update does not overwrite a file that the stack did not create.",
      fix: [
        isOfStack
          ? "Delete it on GitHub, set another 'path', or set 'overwrite: true':"
          : "Delete it on GitHub, set another 'path', set 'pullRequest: true' to review the difference, or set 'adopt: overwrite' on the repository:",
        `https://github.com/${fullName}/blob/${branch}/${path}`,
      ],
    },
  ];
}

/** Removing the setting does not delete a workflow that a pull request added. */
function evaluateRemovedWorkflows(
  { owner, repositories }: DesiredStack,
  prior: PriorState | undefined,
): readonly SettingFinding[] {
  const desired = new Set(
    repositories.flatMap(({ name, workflow }) => (workflow ? [name.toLowerCase()] : [])),
  );
  return [...(prior?.workflows.values() ?? [])]
    .filter(({ repository }) => !desired.has(repository.toLowerCase()))
    .filter(
      ({ pullRequests, skippedBranch }) => pullRequests.length > 0 || skippedBranch !== undefined,
    )
    .map(({ repository }) => ({
      setting: `${repositorySetting({ name: repository })}.workflow`,
      outcome: "pass",
      message: `the workflow of ${owner}/${repository} stays as it is on GitHub`,
      fix: ["To remove it, delete its file in .github/workflows."],
      notes: [
        "A pull request added it. If that is still open, this update closes it; its branch stays.",
      ],
    }));
}
