import type { PackageFacts } from "../github/packages";
import { fillPlaceholders, settingsPages } from "../github/settingsPages";
import { printReference } from "../oci/reference";
import type { CheckContext, ImageAnswers } from "./answers";
import type { Finding } from "./finding";
import { explainRefusedAct } from "./explain";

/** Whether the image can be pulled. A missing package is no failure: the first push creates it. */
export function evaluatePull(context: CheckContext, answers: ImageAnswers): Finding {
  const { image, pull, push } = answers;
  const base = { id: "pull", subject: printReference(image.reference) } as const;
  const notes =
    answers.package?.outcome === "found"
      ? linkNotes(context, image.repository, answers.package.package)
      : [];
  switch (pull.outcome) {
    case "read": {
      const readers =
        pull.isPublic === null ? "" : pull.isPublic ? " by anyone" : ", but not without a login";
      return { ...base, outcome: "pass", message: `${pull.tag} can be pulled${readers}`, notes };
    }
    case "no tag":
      return { ...base, outcome: "pass", message: "the package exists but has no tags", notes };
    case "absent":
      return { ...base, ...(context.use.purpose === "pull" ? nothingToPull : notPushedYet) };
    case "no": {
      // A registry may answer 'denied' for a missing package; an account that may push would see it.
      if (answers.package?.outcome === "absent or hidden" && push?.outcome === "yes") {
        return { ...base, ...notPushedYet };
      }
      const why = explainRefusedAct(context, "pull private packages", pull.refusal);
      return { ...base, outcome: "fail", message: "the registry refuses the pull", ...why };
    }
    case "unknown":
      return { ...base, outcome: "unknown", message: "no usable answer", cause: pull.why, notes };
  }
}

const notPushedYet = {
  outcome: "pass",
  message: "no package yet: the first push creates it",
} as const;

const nothingToPull = {
  outcome: "unknown",
  message: "no package yet, so there is nothing to pull",
  cause: "Only a pull shows whether the token can pull the image.",
  fix: ["Check the image's name, or push it first."],
} as const;

/** A package that is not linked refuses its repository's workflows, which is easy to miss. */
function linkNotes(
  { subject }: CheckContext,
  expectedRepository: string | undefined,
  { name, repository, address }: PackageFacts,
): readonly string[] {
  if (expectedRepository === undefined) return [];
  const expected = `${subject.owner}/${expectedRepository}`;
  if (repository?.toLowerCase() === expected.toLowerCase()) return [];
  const isOrganization = address.startsWith("https://github.com/orgs/");
  const page = isOrganization ? settingsPages.organizationPackage : settingsPages.userPackage;
  const state = repository === null ? "not linked to a repository" : `linked to ${repository}`;
  return [
    `The package is ${state}, so a workflow of ${expected} is refused with 'write_package' when it pushes with its GITHUB_TOKEN. Add the repository under Manage Actions access, with the role Write: ${fillPlaceholders(page, { owner: subject.owner, name })}`,
  ];
}
