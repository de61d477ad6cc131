import { isRecord } from "../ghcr/http/json";
import { lowered } from "../ghcr/reference";
import { withDefaults } from "./defaults";
import { describeIssues, didYouMean, settingAt, SettingsError, type Problem } from "./problems";
import { settingsSchema } from "./schema";
import { secretPrefix } from "./secrets";
import { writtenOut } from "./shortForms";
import { shown } from "./shown";
import { problemsTogether } from "./together";
import type { WorkflowSettings } from "./workflow";

/** A repository's workflow, with the names as the settings write them. */
export interface WorkflowFound {
  readonly owner: string;
  readonly repository: string;
  readonly registry: string;
  readonly workflow: WorkflowSettings;
  /** How the file follows the settings. */
  readonly upkeep: "update" | "pull request" | "hand";
}

type Values = Readonly<Record<string, unknown>>;

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
  const wanting = name === undefined || isAsked ? {} : { [name]: withWorkflow(all[name]) };
  const settings = writtenOut({ ...plain, repositories: { ...all, ...wanting } });
  const result = settingsSchema.safeParse(settings, { reportInput: true });
  const { owner, registry = "ghcr.io" } = textsIn(settings);
  const problems: readonly Problem[] = [
    ...(result.success ? [] : describeIssues(result.error)),
    ...problemsTogether(settings, { owner: owner ?? "", registry, secrets }),
    ...(owner === undefined || lowered(owner) === lowered(asked.owner)
      ? []
      : [{ path: ["owner"], says: () => `is ${shown(owner)}, and not ${shown(asked.owner)}` }]),
    ...(name === undefined ? [absent(asked.repository, Object.keys(all))] : []),
  ];
  const { defaults = {}, repositories = {} } = result.data ?? {};
  const written = repositories[name ?? ""];
  const { workflow } = written === undefined ? {} : withDefaults(written, defaults, new Map());
  if (problems.length > 0 || name === undefined || owner === undefined || workflow === undefined) {
    const tell = problems.map(
      ({ path, says }) =>
        () =>
          `${settingAt(path)}: ${says()}`,
    );
    throw new SettingsError(tell);
  }
  const upkeep = isAsked ? (workflow.pullRequest ? "pull request" : "update") : "hand";
  return { owner, repository: name, registry, workflow, upkeep };
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
