import { printErrors } from "../http/refusal";
import { administratorAbility } from "../tokens/abilities";
import type { CheckContext, RepositoryAnswer } from "./answers";
import { explainRefusal, signOnFinding } from "./explain";
import type { Finding } from "./finding";

/** Whether the repository is visible to this token and accepts changes. */
export function evaluateRepository(context: CheckContext, repository: RepositoryAnswer): Finding {
  const { subject } = context;
  const requested = `${subject.owner}/${subject.repository}`;
  const base = { id: "repository", subject: requested } as const;
  switch (repository.outcome) {
    case "found":
      return { ...base, ...evaluateFound(requested, repository) };
    case "refused":
      return { ...base, ...evaluateRefused(context, requested, repository) };
    case "unknown":
      return {
        ...base,
        outcome: "unknown",
        message: "GitHub gave no answer",
        cause: repository.why,
      };
  }
}

type FoundAnswer = Extract<RepositoryAnswer, { outcome: "found" }>;
type RefusedRepository = Extract<RepositoryAnswer, { outcome: "refused" }>;
type FindingDetails = Omit<Finding, "id" | "subject">;

function evaluateFound(requested: string, { fullName, isArchived }: FoundAnswer): FindingDetails {
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
  return { outcome: "pass", message: "the repository exists", notes };
}

function evaluateRefused(
  context: CheckContext,
  requested: string,
  { refusal, signOnAddress }: RefusedRepository,
): FindingDetails {
  const { user } = context.answers;
  if (signOnAddress !== null) return signOnFinding(context.subject.owner, refusal, signOnAddress);
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
  const facts = user.outcome === "answered" ? user.facts : undefined;
  const ability =
    facts === undefined ? undefined : administratorAbility(facts, "manage repositories");
  // GitHub answers Not Found for a hidden repository too, unless the token may see all of them.
  if (ability?.can === "yes") {
    return {
      outcome: "fail",
      message: "the repository does not exist, or is hidden from this account",
      response,
      cause: `${requested} does not exist, or ${facts?.account ?? "the account"} has no access to it.`,
      fix: [
        "Check the name, and that this page opens for the token's account:",
        `https://github.com/${requested}`,
      ],
    };
  }
  return {
    outcome: "unknown",
    message: "missing, or hidden from this token",
    response,
    cause:
      "GitHub answers Not Found in both cases. A token with only package scopes sees public repositories only, which is enough to push.",
    fix: ["Check that it opens in a browser:", `https://github.com/${requested}`],
  };
}
