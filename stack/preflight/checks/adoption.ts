import { askIfPossible, type GitHubClient } from "../../../core/github/client";
import { isRecord } from "../../../core/http/json";
import type { ListedRepository, Observations, PermissionsAnswer } from "../observations";
import type { SettingFinding } from "../finding";
import type { PriorState } from "../../state";
import { isManaged, repositorySetting } from "../names";
import type { DesiredRepository, DesiredStack } from "../../model";

/**
 * Reads the workflow permissions of each repository to adopt, if the settings set them: one request
 * each, and none once the repository is in the state.
 */
export async function collectPermissions(
  github: GitHubClient,
  stack: DesiredStack,
  prior: PriorState | undefined,
): Promise<ReadonlyMap<string, PermissionsAnswer>> {
  const repositories = stack.repositories.filter(
    (repository) =>
      repository.adopt &&
      !repository.mayOverwrite &&
      (repository.workflowPermissions ?? repository.approvePullRequests) !== undefined &&
      !isManaged(stack, repository, prior),
  );
  const route = "GET /repos/{owner}/{repository}/actions/permissions/workflow";
  const entries = repositories.map(async ({ name: repository }) => {
    const answer = await askIfPossible(github, route, { owner: stack.owner, repository });
    return [repository, permissionsIn(answer?.body)] as const;
  });
  return new Map(await Promise.all(entries));
}

/** Parses a response about the workflow permissions of a repository or an organization. */
export function permissionsIn(body: unknown): PermissionsAnswer {
  if (!isRecord(body)) return null;
  const { default_workflow_permissions: level, can_approve_pull_request_reviews: approve } = body;
  if (typeof level !== "string" || typeof approve !== "boolean") return null;
  return { workflowPermissions: level, approvePullRequests: approve };
}

/** Reports where the settings differ from a repository to adopt. */
export function evaluateAdoption(
  stack: DesiredStack,
  repository: Omit<DesiredRepository, "secretName" | "secretScope">,
  found: ListedRepository,
  { permissions }: Observations,
): readonly SettingFinding[] {
  const { name, adopt, mayOverwrite } = repository;
  if (!adopt) return [];
  const setting = repositorySetting(repository);
  if (found.name !== name) return [describeWrongCase(setting, stack.owner, found.name)];
  if (mayOverwrite) return [];
  const current = permissions.get(name);
  const unknown =
    permissions.has(name) && current === null ? [describeUnknownPermissions(setting)] : [];
  const pairs = [
    ["description", repository.description, found.description],
    ["visibility", repository.visibility, found.visibility],
    ["workflowPermissions", repository.workflowPermissions, current?.workflowPermissions],
    ["approvePullRequests", repository.approvePullRequests, current?.approvePullRequests],
  ] as const;
  const differing = pairs.filter(
    ([, desired, actual]) => desired !== undefined && actual !== undefined && desired !== actual,
  );
  return [
    ...unknown,
    ...differing.map(([property, desired, actual]): SettingFinding => ({
      setting: `${setting}.${property}`,
      outcome: "fail",
      message: `the setting is ${quoteValue(desired)}, but GitHub has ${quoteValue(actual)}`,
      cause: "Adopting a repository does not change it without 'adopt: overwrite'.",
      fix: [
        `Set ${quoteValue(actual)} or remove the setting to keep it as it is; or set 'adopt: overwrite' to change it to ${quoteValue(desired)}.`,
      ],
    })),
  ];
}

function quoteValue(value: string | boolean | undefined): string {
  return typeof value === "string" ? `'${value}'` : String(value);
}

/** The first update would otherwise rename it. */
function describeWrongCase(setting: string, owner: string, name: string): SettingFinding {
  return {
    setting,
    outcome: "fail",
    message: `the repository is called ${owner}/${name} on GitHub`,
    cause: "A repository is adopted under its exact name, including case.",
    fix: [`Change its name in the settings to ${name}.`],
  };
}

function describeUnknownPermissions(setting: string): SettingFinding {
  return {
    setting,
    outcome: "unknown",
    message: "its workflow permissions on GitHub are unknown",
    cause: "If they differ from the settings, the update that adopts it changes them.",
    fix: ["Remove 'workflowPermissions' and 'approvePullRequests' to keep them as they are."],
  };
}
