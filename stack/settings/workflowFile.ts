import { isRecord } from "../../core/http/json";
import { lowered } from "../../core/oci/reference";
import { mapValues, withDefaults } from "./defaults";
import { mirrorWithDefaults } from "./mirrors";
import { describeIssues, didYouMean, settingAt, SettingsError, type Problem } from "./problems";
import { settingsSchema, type PlainSettings } from "./schema";
import { secretPrefix } from "./secrets";
import { writtenOut } from "./shortForms";
import { shown } from "./problems/shown";
import { stackWorkflowWithDefaults, type StackWorkflowSettings } from "./stackWorkflow";
import { problemsTogether } from "./problems/together";
import type { WorkflowSettings } from "./workflow";

/** A repository's workflow, with the names as the settings write them. */
export interface WorkflowFound {
  readonly owner: string;
  readonly repository: string;
  readonly registry: string;
  readonly workflow: WorkflowSettings;
  /** How the file follows the settings. */
  readonly keptBy: "update" | "pull request" | "hand";
}

export type Values = Readonly<Record<string, unknown>>;

/**
 * The workflow of a repository as a stack's file has it, also where no setting asks for it: who
 * prints it may want to commit it by hand. It takes neither the engine nor a token. Throws one error
 * that tells everything that is wrong.
 */
export function workflowIn(
  config: Values,
  asked: { readonly owner: string; readonly repository: string },
  fallbacks: Values = {},
): WorkflowFound {
  const { plain, secrets } = plainIn(config, fallbacks);
  const all = recordOf(plain.repositories);
  const name = Object.keys(all).find((each) => lowered(each) === lowered(asked.repository));
  const isAsked = name !== undefined && asksForIt(all[name], plain.defaults);
  const added = name === undefined || isAsked ? {} : { [name]: withWorkflow(all[name]) };
  const settings = writtenOut({ ...plain, repositories: { ...all, ...added } });
  const { owner, registry = "ghcr.io" } = textsIn(settings);
  const { data, problems: found } = judged(settings, secrets);
  const problems: readonly Problem[] = [
    ...found,
    ...(owner === undefined || lowered(owner) === lowered(asked.owner)
      ? []
      : [{ path: ["owner"], says: () => `is ${shown(owner)}, and not ${shown(asked.owner)}` }]),
    ...(name === undefined ? [absent(asked.repository, Object.keys(all))] : []),
  ];
  const { defaults = {}, repositories = {} } = data ?? {};
  const written = repositories[name ?? ""];
  const { workflow } = written === undefined ? {} : withDefaults(written, defaults, new Map());
  if (problems.length > 0 || name === undefined || owner === undefined || workflow === undefined) {
    throw errorOf(problems);
  }
  const keptBy = isAsked ? (workflow.pullRequest ? "pull request" : "update") : "hand";
  return { owner, repository: name, registry, workflow, keptBy };
}

/**
 * The workflow that runs the stack, as its file has it, to be committed by hand. Throws one error
 * that tells everything that is wrong.
 */
export function stackWorkflowIn(
  config: Values,
  fallbacks: Values = {},
): { readonly owner: string; readonly workflow: StackWorkflowSettings } {
  const { plain, secrets } = plainIn(config, fallbacks);
  const settings = writtenOut(plain);
  const { data, problems } = judged(settings, secrets);
  const isAbsent = plain.stackWorkflow === undefined;
  const all = [...problems, ...(isAbsent ? [missing] : [])];
  if (all.length > 0 || data?.stackWorkflow === undefined) throw errorOf(all);
  const { owner, builder, defaults = {}, version, stackWorkflow } = data;
  const repositories = mapValues(data.repositories ?? {}, (each) =>
    withDefaults(each, defaults, new Map(), version),
  );
  const mirrors = mapValues(data.mirrors ?? {}, (each, name) =>
    mirrorWithDefaults(each, name, new Map()),
  );
  const built = { builder, repositories, mirrors };
  return { owner, workflow: stackWorkflowWithDefaults(stackWorkflow, built) };
}

const missing: Problem = {
  path: ["stackWorkflow"],
  says: () => "is missing: docs/stackWorkflow.md tells what it takes",
};

/** All that is wrong with a stack's file, a line each, without the engine and without its secrets. */
export function problemsIn(config: Values, fallbacks: Values = {}): readonly string[] {
  const { plain, secrets } = plainIn(config, fallbacks);
  const { problems } = judged(writtenOut(plain), secrets);
  return problems.map(({ path, says }) => `${settingAt(path)}: ${says()}`);
}

/** What the settings come to, and all that is wrong with them. */
function judged(
  settings: Values,
  secrets: readonly string[],
): { readonly data: PlainSettings | undefined; readonly problems: readonly Problem[] } {
  const result = settingsSchema.safeParse(settings, { reportInput: true });
  const { owner = "", registry = "ghcr.io" } = textsIn(settings);
  const problems = [
    ...(result.success ? [] : describeIssues(result.error)),
    ...problemsTogether(settings, { owner, registry, secrets }),
  ];
  return { data: result.data, problems };
}

function errorOf(problems: readonly Problem[]): SettingsError {
  return new SettingsError(
    problems.map(
      ({ path, says }) =>
        () =>
          `${settingAt(path)}: ${says()}`,
    ),
  );
}

/** The settings that are no secrets, and the names of the secrets for builds. */
function plainIn(config: Values, fallbacks: Values): { plain: Values; secrets: readonly string[] } {
  const ours = Object.entries(config).flatMap(([key, value]) =>
    key.startsWith("ghcr:") ? [[key.slice("ghcr:".length), value] as const] : [],
  );
  const isForBuilds = (name: string): boolean => name.startsWith(secretPrefix);
  const plain = ours.filter(([name]) => !tokens.includes(name) && !isForBuilds(name));
  return {
    plain: { ...fallbacks, ...Object.fromEntries(plain) },
    secrets: ours
      .map(([name]) => name)
      .filter(isForBuilds)
      .map((name) => name.slice(secretPrefix.length)),
  };
}

const tokens: readonly string[] = ["token", "pullToken"];

function asksForIt(value: unknown, defaults: unknown): boolean {
  const { workflow } = { ...recordOf(defaults), ...recordOf(value) };
  return workflow !== undefined && workflow !== false;
}

/** The repository as if it asked for its workflow. */
function withWorkflow(value: unknown): unknown {
  return value === null || isRecord(value) ? { ...value, workflow: true } : value;
}

function textsIn({ owner, registry }: Values): { owner?: string; registry?: string } {
  return {
    ...(typeof owner === "string" ? { owner } : {}),
    ...(typeof registry === "string" ? { registry } : {}),
  };
}

function absent(asked: string, names: readonly string[]): Problem {
  return {
    path: ["repositories"],
    says: () => `names no ${shown(asked)}${didYouMean(asked, names)}`,
  };
}

function recordOf(value: unknown): Values {
  return isRecord(value) ? value : {};
}
