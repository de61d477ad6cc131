import { isRecord } from "../../../core/http/json";
import { toAsciiLowerCase } from "../../../core/oci/reference";
import { readVariable, type Variables } from "../../../core/process/environment";
import type { PublishPlan, StackPlan } from "../../../core/workflows";
import type { DesiredPublishWorkflow } from "../../../stack/model";
import {
  parseSettings,
  readValue,
  SettingsError,
  type RawConfiguration,
} from "../../../stack/settings";
import { suggestName, settingAt } from "../../../stack/settings/problems";
import { formatValue } from "../../../stack/settings/problems/format";
import { toRawConfiguration } from "../../pulumi/settings";

type Values = Readonly<Record<string, unknown>>;

/** A repository as named on the command line. */
export interface RequestedRepository {
  readonly owner: string;
  readonly repository: string;
}

/**
 * Reads the plan of a repository's publish workflow from a stack's file, even if no setting enables
 * it: the output may be meant for a manual commit. Throws all problems as one error.
 */
export function readPublishPlan(
  config: Values,
  requested: RequestedRepository,
  environment: Variables,
): PublishPlan {
  const raw = toRawConfiguration(config, environment);
  const repositories = asRecord(readValue(raw, "repositories"));
  const name = Object.keys(repositories).find(
    (each) => toAsciiLowerCase(each) === toAsciiLowerCase(requested.repository),
  );
  const isSet = name !== undefined && hasWorkflow(repositories[name], readValue(raw, "defaults"));
  const parsed = parseSettings(
    name === undefined || isSet ? raw : withWorkflow(raw, repositories, name),
    [],
  );
  const stack = "stack" in parsed ? parsed.stack : undefined;
  const problems: readonly string[] = [
    ...("problems" in parsed ? parsed.problems : []),
    ...ownerProblems(raw, requested.owner),
    ...(name === undefined
      ? [missingRepository(requested.repository, Object.keys(repositories))]
      : []),
  ];
  const workflow = stack?.repositories.find((each) => each.name === name)?.workflow;
  if (problems.length > 0 || stack === undefined || name === undefined || workflow === undefined) {
    throw new SettingsError(problems.length > 0 ? problems : [missingImage(name ?? "")]);
  }
  const { owner, registry } = stack;
  const keptBy = isSet ? (workflow.pullRequest ? "pull request" : "update") : "hand";
  return createPublishPlan(workflow, { owner, registry, repository: name, keptBy });
}

function createPublishPlan(
  { secretName, authentication, branch, attest, images, cleanup }: DesiredPublishWorkflow,
  place: Pick<PublishPlan, "owner" | "registry" | "repository" | "keptBy">,
): PublishPlan {
  return { ...place, secretName, authentication, branch, attest, images, cleanup };
}

/**
 * Reads the plan of the stack's own workflow from its file, for a manual commit. Throws all
 * problems as one error.
 */
export function readStackPlan(
  config: Values,
  environment: Variables,
  names: Pick<StackPlan, "stack" | "pulumiVersion">,
): StackPlan {
  const parsed = parseSettings(toRawConfiguration(config, environment), []);
  const isMissing = config["ghcr:stackWorkflow"] === undefined;
  const problems: readonly string[] = [
    ...("problems" in parsed ? parsed.problems : []),
    ...(isMissing ? [missingStackWorkflow] : []),
  ];
  const workflow = "stack" in parsed ? parsed.stack.stackWorkflow : undefined;
  if (!("stack" in parsed) || workflow === undefined) throw new SettingsError(problems);
  const { repository, folder, branch, secrets, backend, driftSchedule, builder } = workflow;
  return {
    ...names,
    owner: parsed.stack.owner,
    repository,
    folder,
    branch,
    secrets,
    backend,
    driftSchedule,
    builder,
    keptBy: "hand",
  };
}

const missingStackWorkflow = "ghcr:stackWorkflow: is missing; docs/stackWorkflow.md describes it";

function missingRepository(requested: string, names: readonly string[]): string {
  return `ghcr:repositories: has no ${formatValue(requested)}${suggestName(requested, names)}`;
}

/** A workflow from the defaults does not apply to a repository without images. */
function missingImage(name: string): string {
  return `${settingAt(["repositories", name])}: has no image for a workflow to build; add one to 'images'`;
}

function ownerProblems(raw: RawConfiguration, requested: string): readonly string[] {
  const owner = readValue(raw, "owner") ?? readVariable(raw.environment, "GITHUB_OWNER");
  if (typeof owner !== "string" || toAsciiLowerCase(owner) === toAsciiLowerCase(requested))
    return [];
  return [`ghcr:owner: is ${formatValue(owner)}, not ${formatValue(requested)}`];
}

function hasWorkflow(repository: unknown, defaults: unknown): boolean {
  const { workflow } = { ...asRecord(defaults), ...asRecord(repository) };
  return workflow !== undefined && workflow !== false;
}

/** The configuration with a repository's workflow enabled. */
function withWorkflow(raw: RawConfiguration, repositories: Values, name: string): RawConfiguration {
  const settings = repositories[name];
  if (settings !== null && !isRecord(settings)) return raw;
  const changed = { ...repositories, [name]: { ...settings, workflow: true } };
  const setting = { value: changed, isSecret: false };
  return { ...raw, settings: { ...raw.settings, "ghcr:repositories": setting } };
}

function asRecord(value: unknown): Values {
  return isRecord(value) ? value : {};
}
