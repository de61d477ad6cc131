import { printErrors } from "../http/refusal";
import { administratorAbility } from "../tokens/abilities";
import { newTokenPage } from "../tokens/scopes";
import type { TokenKind } from "../tokens/token";
import type {
  CheckContext,
  RepositoryAnswer,
  RepositoryAnswers,
  SubjectRepository,
} from "./answers";
import { explainRefusal, signOnFinding } from "./explain";
import type { Finding } from "./finding";

/**
 * Whether the repository is there and accepts changes, and whether the token may administer it if it is
 * to. To publish, a token need not see it.
 */
export function evaluateRepository(
  context: CheckContext,
  { repository, answer }: RepositoryAnswers,
): Finding {
  const { subject } = context;
  const requested = `${subject.owner}/${repository.name}`;
  const base = { id: "repository", subject: requested } as const;
  switch (answer.outcome) {
    case "found":
      return { ...base, ...evaluateFound(context, requested, answer) };
    case "refused":
      return { ...base, ...evaluateRefused(context, repository, answer) };
    case "unknown":
      return {
        ...base,
        outcome: "unknown",
        message: "GitHub gave no answer",
        cause: answer.why,
      };
  }
}

type FoundAnswer = Extract<RepositoryAnswer, { outcome: "found" }>;
type RefusedRepository = Extract<RepositoryAnswer, { outcome: "refused" }>;
type FindingDetails = Omit<Finding, "id" | "subject">;

function evaluateFound(
  context: CheckContext,
  requested: string,
  { fullName, isArchived, isAdministrator }: FoundAnswer,
): FindingDetails {
  if (isArchived) {
    return {
      outcome: "fail",
      message: "the repository is archived",
      cause: "An archived repository accepts no secrets and runs no workflows.",
      fix: [
        "Unarchive it at the bottom of its settings page:",
        `https://github.com/${fullName}/settings`,
      ],
    };
  }
  const isRenamed = fullName.toLowerCase() !== requested.toLowerCase();
  const notes = isRenamed
    ? [`The repository was renamed to ${fullName}. Package links and workflows use the new name.`]
    : [];
  if (context.use.purpose !== "administer") {
    return { outcome: "pass", message: "the repository exists", notes };
  }
  return { ...evaluateRole(accountOf(context), fullName, isAdministrator), notes };
}

function evaluateRole(
  account: string,
  fullName: string,
  isAdministrator: boolean | null,
): FindingDetails {
  if (isAdministrator === true) {
    return { outcome: "pass", message: `${account} is an administrator of the repository` };
  }
  const fix = [
    `Ask an administrator of the repository to give ${account} the role Admin:`,
    `https://github.com/${fullName}/settings/access`,
  ];
  return isAdministrator === false
    ? {
        outcome: "fail",
        message: `${account} is not an administrator of the repository`,
        cause: "Only the role Admin can set a repository's secrets and Actions settings.",
        fix,
      }
    : {
        outcome: "unknown",
        message: "the repository exists, but GitHub does not report the account's role",
        fix,
      };
}

function accountOf({ answers: { user } }: CheckContext): string {
  return (user.outcome === "answered" ? user.facts.account : null) ?? "the token's account";
}

function evaluateRefused(
  context: CheckContext,
  { name, mayBeMissing = false }: SubjectRepository,
  { refusal, signOnAddress }: RefusedRepository,
): FindingDetails {
  const { subject, answers, use } = context;
  const { user } = answers;
  if (signOnAddress !== null) return signOnFinding(subject.owner, refusal, signOnAddress);
  const { status } = refusal;
  const response = printErrors(refusal);
  if (user.outcome === "answered" && user.facts.accepted === false) {
    return {
      outcome: "unknown",
      message: "unknown: GitHub does not recognize the token",
      response,
    };
  }
  if (status !== 404) {
    const message = `GitHub refuses access to the repository (${status})`;
    return { outcome: "fail", message, ...explainRefusal(refusal) };
  }
  if (mayBeMissing) {
    return { outcome: "pass", message: "no repository yet: the next update creates it" };
  }
  const requested = `${subject.owner}/${name}`;
  const facts = user.outcome === "answered" ? user.facts : undefined;
  const ability =
    facts === undefined ? undefined : administratorAbility(facts, "manage repositories");
  // GitHub answers Not Found for a hidden repository too, unless the token may see all of them.
  if (ability?.can === "yes") {
    return {
      outcome: "fail",
      message: "the repository does not exist, or is hidden from this account",
      response,
      cause: `${requested} does not exist, or ${accountOf(context)} has no access to it.`,
      fix: [
        "Check the name, and that this page opens for the token's account:",
        `https://github.com/${requested}`,
      ],
    };
  }
  return use.purpose === "administer"
    ? { ...hiddenFromAdministrator(requested, facts?.kind), response }
    : hiddenFromPublisher(requested);
}

/** A token with the recommended scopes does not see a private repository, and needs not. */
function hiddenFromPublisher(requested: string): FindingDetails {
  return {
    outcome: "pass",
    message: "not visible to this token, which publishing does not require",
    notes: [
      `GitHub answers Not Found for a private and for a missing repository. A token with only package scopes sees public repositories only, which is enough to push. Check that the repository opens in a browser: https://github.com/${requested}`,
    ],
  };
}

function hiddenFromAdministrator(requested: string, kind?: TokenKind): FindingDetails {
  return {
    outcome: "fail",
    message: "the repository does not exist, or is hidden from this token",
    cause:
      kind === "fine-grained"
        ? "A fine-grained token sees only the private repositories that it was created for."
        : "A token without the scope repo sees public repositories only.",
    fix:
      kind === "fine-grained"
        ? [
            `Check the name, and select ${requested} under Repository access:`,
            "https://github.com/settings/personal-access-tokens",
          ]
        : ["Check the name, and create a token with these scopes:", newTokenPage(["repo"])],
  };
}
