import { explainRefusal, signOnFinding } from "../../../core/checks/explain";
import { administratorAbility } from "../../../core/tokens/abilities";
import type { Observations, RepositoryList } from "../observations";
import type { SettingFinding } from "../finding";
import { evaluateAdoption } from "./adoption";
import type { PriorState } from "../../state";
import { isManaged, repositorySetting } from "../names";
import type { DesiredRepository, DesiredStack } from "../../model";

/** Checks that the repository is as the settings assume. */
export function evaluateRepository(
  stack: DesiredStack,
  repository: Omit<DesiredRepository, "secretName" | "secretScope">,
  prior: PriorState | undefined,
  observed: Observations,
  setting = repositorySetting(repository),
): readonly SettingFinding[] {
  const list = observed.repositories;
  if (list === undefined) return [];
  if (list.outcome !== "listed") return [{ setting, ...describeUnlisted(stack.owner, list) }];
  const fullName = `${stack.owner}/${repository.name}`;
  const found = list.repositories.get(repository.name.toLowerCase());
  if (found?.isArchived === true) {
    return [
      {
        setting,
        outcome: "fail",
        message: `${fullName} is archived`,
        cause: "An archived repository accepts no secrets and runs no workflows.",
        fix: [
          "Unarchive it at the end of its settings page, or remove it from the stack:",
          `https://github.com/${fullName}/settings`,
        ],
      },
    ];
  }
  const isNew = !isManaged(stack, repository, prior);
  if (repository.create && found !== undefined && isNew) {
    return [describeExisting(setting, fullName, repository.name, prior)];
  }
  if (!repository.create && found === undefined) {
    return [describeMissing(setting, fullName, repository, list, observed)];
  }
  if (!isNew && !repository.create && !repository.adopt) {
    return [describeLeaving(setting, fullName)];
  }
  return found !== undefined && isNew ? evaluateAdoption(stack, repository, found, observed) : [];
}

/** A repository that is now only referred to is no longer a resource of the stack. */
function describeLeaving(setting: string, fullName: string): SettingFinding {
  return {
    setting,
    outcome: "pass",
    message: `this update removes ${fullName} from the stack, although the settings still name it`,
    fix: [
      "To keep it as it is, set 'adopt: true' in place of 'create: true', or set 'onDestroy: keep' in an earlier update.",
    ],
    notes: [
      "A repository that the stack created is then archived, or deleted with 'onDestroy: delete'.",
    ],
  };
}

function describeUnlisted(
  owner: string,
  list: Exclude<RepositoryList, { outcome: "listed" }>,
): Omit<SettingFinding, "setting"> {
  if (list.outcome === "unknown") {
    return { outcome: "unknown", message: "GitHub did not list the repositories", cause: list.why };
  }
  const { refusal, signOnAddress } = list;
  if (signOnAddress !== null) return signOnFinding(owner, refusal, signOnAddress);
  const message = `GitHub refuses to list the repositories (${refusal.status})`;
  return { outcome: "fail", message, ...explainRefusal(refusal) };
}

/** A stack that never finished an update may have created it. */
function describeExisting(
  setting: string,
  fullName: string,
  repository: string,
  prior: PriorState | undefined,
): SettingFinding {
  return {
    setting,
    outcome: "fail",
    message: `${fullName} already exists, and this stack did not create it`,
    ...(prior === undefined && { conflict: { kind: "repository", repository } }),
    cause: "GitHub refuses to create a repository whose name is taken (422).",
    fix: [
      "Set 'adopt: true' in place of 'create: true' to take it into the stack, remove 'create: true' to only refer to it, or choose another name.",
    ],
  };
}

function describeMissing(
  setting: string,
  fullName: string,
  { adopt }: Pick<DesiredRepository, "adopt">,
  list: Extract<RepositoryList, { outcome: "listed" }>,
  { users: { admin } }: Observations,
): SettingFinding {
  const facts = admin?.outcome === "answered" ? admin.facts : undefined;
  const seesAll =
    !list.isPartial &&
    facts !== undefined &&
    administratorAbility(facts, "manage repositories").can === "yes";
  return {
    setting,
    outcome: seesAll ? "fail" : "unknown",
    message: seesAll
      ? `${fullName} does not exist, or ${facts.account ?? "this account"} has no access to it`
      : `${fullName} does not exist, or this token cannot see it`,
    cause: "Its secret and permissions can only be set once it exists.",
    fix: [
      adopt
        ? "Check the name, or set 'create: empty' in place of 'adopt' to create it:"
        : "Check the name, or add 'create: empty' to create it:",
      `https://github.com/${fullName}`,
    ],
  };
}
