import { printErrors } from "../http/refusal";
import { administratorAbility } from "../tokens/abilities";
import type { Case, RepositoryAnswer } from "./answers";
import { explainRefusal, notSignedOn } from "./explain";
import type { Finding } from "./finding";

/** Whether the repository is there, for this token, and takes changes. */
export function judgeRepository(about: Case, repository: RepositoryAnswer): Finding {
  const { subject } = about;
  const wanted = `${subject.owner}/${subject.repository}`;
  const base = { id: "repository", subject: wanted } as const;
  switch (repository.outcome) {
    case "found":
      return { ...base, ...judgeFound(wanted, repository) };
    case "refused":
      return { ...base, ...judgeRefused(about, wanted, repository) };
    case "cannot tell":
      return {
        ...base,
        outcome: "cannot tell",
        found: "GitHub gave no answer",
        cause: repository.why,
      };
  }
}

type Found = Extract<RepositoryAnswer, { outcome: "found" }>;
type Refused = Extract<RepositoryAnswer, { outcome: "refused" }>;
type Judged = Omit<Finding, "id" | "subject">;

function judgeFound(wanted: string, { fullName, isArchived }: Found): Judged {
  if (isArchived) {
    return {
      outcome: "fail",
      found: "the repository is archived",
      cause: "An archived repository takes no secrets and runs no workflows.",
      mend: [
        "Unarchive it, at the end of its settings:",
        `https://github.com/${fullName}/settings`,
      ],
    };
  }
  const isRenamed = fullName.toLowerCase() !== wanted.toLowerCase();
  const notes = isRenamed
    ? [`It is called ${fullName} now. A package's link and a workflow go by the new name.`]
    : [];
  return { outcome: "pass", found: "it is there", notes };
}

function judgeRefused(about: Case, wanted: string, { refusal, signOnAddress }: Refused): Judged {
  const { user } = about.answers;
  if (signOnAddress !== null) return notSignedOn(about.subject.owner, refusal, signOnAddress);
  const { status } = refusal;
  const says = printErrors(refusal);
  if (user.outcome === "answered" && user.facts.accepted === false) {
    return { outcome: "cannot tell", found: "not told: GitHub does not know the token", says };
  }
  if (status !== 404) {
    const found = `GitHub refuses to show it (${status})`;
    return { outcome: "fail", found, ...explainRefusal(refusal) };
  }
  const facts = user.outcome === "answered" ? user.facts : undefined;
  const ability =
    facts === undefined ? undefined : administratorAbility(facts, "manage repositories");
  // GitHub says Not Found of what is hidden as well; only who may see all of it learns more.
  if (ability?.can === "yes") {
    return {
      outcome: "fail",
      found: "there is no such repository for this account",
      says,
      cause: `${wanted} does not exist, or ${facts?.account ?? "the account"} has no right to see it.`,
      mend: [
        "Look whether the name is right, and whether this opens for the token's account:",
        `https://github.com/${wanted}`,
      ],
    };
  }
  return {
    outcome: "cannot tell",
    found: "not there, or hidden from this token",
    says,
    cause:
      "GitHub says Not Found of both. A token for packages alone sees public repositories only, which is enough to push.",
    mend: ["Look whether it opens in a browser:", `https://github.com/${wanted}`],
  };
}
