import { PublishingRepository, type PublishingRepositoryArgs } from "../../components";
import { record, type Options, type Recording, type RecordOptions } from "./recording";

/** The smallest arguments of a `PublishingRepository`, for its tests. */
export const token = "ghp_exampleexampleexampleexampleexample";

export const component = { type: "ghcr:index:PublishingRepository", name: "universe", inputs: {} };

export function publish(
  args: Partial<PublishingRepositoryArgs> = {},
  options: RecordOptions = {},
): Promise<Recording<PublishingRepository>> {
  return record(
    () =>
      new PublishingRepository("universe", {
        owner: "F1bonacci66",
        repository: "civilx-universe",
        token,
        ...args,
      }),
    options,
  );
}

/** The inputs of the only resource of a type. */
export function inputsOf({ resources }: Recording<unknown>, type: string): unknown {
  const found = resources.filter((resource) => resource.type === type);
  expect(found).toHaveLength(1);
  return found[0]?.inputs;
}

export const secretType = "github:index/actionsSecret:ActionsSecret";
export const permissionsType =
  "github:index/workflowRepositoryPermissions:WorkflowRepositoryPermissions";
export const repositoryType = "github:index/repository:Repository";

export const secret = {
  type: secretType,
  name: "universe-secret",
  parent: "universe",
  inputs: {
    repository: "civilx-universe",
    secretName: "GHCR_TOKEN",
    value: { secret: token },
  },
};

export const permissions = {
  type: permissionsType,
  name: "universe-workflow-permissions",
  parent: "universe",
  inputs: {
    repository: "civilx-universe",
    defaultWorkflowPermissions: "read",
    canApprovePullRequestReviews: false,
  },
};

export const repository = {
  type: repositoryType,
  name: "universe",
  parent: "universe",
  inputs: {
    name: "civilx-universe",
    visibility: "private",
    autoInit: true,
    hasIssues: true,
    archiveOnDestroy: true,
  },
};

/** The secret's options: its mark stays as it is in the state. */
export const secretOptions: Readonly<Record<string, Options>> = {
  "ActionsSecret universe-secret": { ignoreChanges: ["destroyOnDrift"] },
  "WorkflowRepositoryPermissions universe-workflow-permissions": { retainOnDelete: true },
};
