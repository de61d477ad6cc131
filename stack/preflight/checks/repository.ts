import { explainRefusal, signOnFailure } from "../../../core/checks/explain";
import { administratorAbility } from "../../../core/tokens/abilities";
import type { Observations, RepositoryList } from "../observations";
import type { SettingFinding } from "../finding";
import { evaluateAdoption } from "./adoption";
import type { PriorState } from "../../state";
import { isManaged, repositorySetting } from "../names";
import type { DesiredRepository, DesiredStack } from "../../model";

/** Whether the repository is as the settings take it to be. */
export function evaluateRepository(
  stack: DesiredStack,
  repository: Omit<DesiredRepository, "secretName" | "secretScope">,
  prior: PriorState | undefined,
  observed: Observations,
  setting = repositorySetting(repository),
): readonly SettingFinding[] {
  const list = observed.repositories;
  if (list === undefined) return [];
  if (list.outcome !== "listed") return [{ setting, ...notListed(stack.owner, list) }];
  const fullName = `${stack.owner}/${repository.name}`;
  const found = list.repositories.get(repository.name.toLowerCase());
  if (found?.isArchived === true) {
    return [
      {
        setting,
        outcome: "fail",
        message: `${fullName} is archived`,
        cause: "An archived repository takes no secrets and runs no workflows.",
        fix: [
          "Unarchive it at the end of its settings, or take it out of the stack:",
          `https://github.com/${fullName}/settings`,
        ],
      },
    ];
  }
  const isNew = !isManaged(stack, repository, prior);
  if (repository.create && found !== undefined && isNew) {
    return [exists(setting, fullName, repository.name, prior)];
  }
  if (!repository.create && found === undefined) {
    return [missing(setting, fullName, repository, list, observed)];
  }
  if (!isNew && !repository.create && !repository.adopt) {
    return [leaves(setting, fullName)];
  }
  return found !== undefined && isNew ? evaluateAdoption(stack, repository, found, observed) : [];
}

/** Only referred to from now on, it is no resource any more, and Pulumi gives it up. */
function leaves(setting: string, fullName: string): SettingFinding {
  return {
    setting,
    outcome: "pass",
    message: `${fullName} leaves the stack by this update, though it is still named`,
    fix: [
      "To keep it as it is write 'adopt: true' in place of 'create: true', or set 'onDestroy: keep' one update before.",
    ],
    notes: [
      "A repository that the stack made is archived then, or deleted where onDestroy says so.",
    ],
  };
}

function notListed(
  owner: string,
  list: Exclude<RepositoryList, { outcome: "listed" }>,
): Omit<SettingFinding, "setting"> {
  if (list.outcome === "unknown") {
    return { outcome: "unknown", message: "GitHub showed no repositories", cause: list.why };
  }
  const { refusal, signOnAddress } = list;
  if (signOnAddress !== null) return signOnFailure(owner, refusal, signOnAddress);
  const message = `GitHub refuses to show the repositories (${refusal.status})`;
  return { outcome: "fail", message, ...explainRefusal(refusal) };
}

/** A stack that never finished an update may have made it: what it made was not to be asked. */
function exists(
  setting: string,
  fullName: string,
  repository: string,
  prior: PriorState | undefined,
): SettingFinding {
  return {
    setting,
    outcome: "fail",
    message: `${fullName} exists already, and this stack did not make it`,
    ...(prior === undefined && { conflict: { what: "repository", repository } }),
    cause: "GitHub refuses to make a repository of a name that is taken (422).",
    fix: [
      "Write 'adopt: true' in place of 'create: true' to take it into the stack, take 'create: true' away to only refer to it, or choose another name.",
    ],
  };
}

function missing(
  setting: string,
  fullName: string,
  { adopt }: Pick<DesiredRepository, "adopt">,
  list: Extract<RepositoryList, { outcome: "listed" }>,
  { users: { admin } }: Observations,
): SettingFinding {
  const facts = admin.outcome === "answered" ? admin.facts : undefined;
  const seesAll =
    !list.isPartial &&
    facts !== undefined &&
    administratorAbility(facts, "manage repositories").can === "yes";
  return {
    setting,
    outcome: seesAll ? "fail" : "unknown",
    message: seesAll
      ? `there is no repository ${fullName} for ${facts.account ?? "this account"}`
      : `${fullName} is not there, or hidden from this token`,
    cause: "Its secret and its permissions can only be set where it exists.",
    fix: [
      adopt
        ? "Look at its name, or write 'create: true' in place of 'adopt' to have it made:"
        : "Look at its name, or add 'create: true' to have it made:",
      `https://github.com/${fullName}`,
    ],
  };
}
