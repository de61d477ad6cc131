import type { PackageFacts } from "../github/packages";
import { fillPlaceholders, settingsPages } from "../github/settingsPages";
import { printReference } from "../oci/reference";
import type { CheckContext, ImageAnswers } from "./answers";
import type { Finding } from "./finding";
import { explainRefusedAct } from "./explain";

/** Whether the image can be pulled. A missing package is no failure: the first push creates it. */
export function evaluatePull(context: CheckContext, image: ImageAnswers): Finding {
  const { pull } = image;
  const base = { id: "pull", subject: printReference(image.image) } as const;
  const facts = image.package.outcome === "found" ? image.package.package : undefined;
  const notes = facts === undefined ? [] : linkNotes(context, facts);
  switch (pull.outcome) {
    case "read": {
      const readers =
        pull.isPublic === null ? "" : pull.isPublic ? " by anyone" : ", but not without a login";
      return { ...base, outcome: "pass", message: `${pull.tag} can be pulled${readers}`, notes };
    }
    case "no tag":
      return { ...base, outcome: "pass", message: "the package exists but has no tags", notes };
    case "absent":
      return { ...base, outcome: "pass", message: "no package yet: the first push creates it" };
    case "no": {
      // A registry may answer 'denied' for a missing package; an account that may push would see it.
      if (image.package.outcome === "absent or hidden" && image.push.outcome === "yes") {
        return { ...base, outcome: "pass", message: "no package yet: the first push creates it" };
      }
      const why = explainRefusedAct(context, "pull private packages", pull.refusal);
      return { ...base, outcome: "fail", message: "the registry refuses the pull", ...why };
    }
    case "unknown":
      return { ...base, outcome: "unknown", message: "no usable answer", cause: pull.why, notes };
  }
}

/** A package that is not linked refuses its repository's workflows, which is easy to miss. */
function linkNotes(
  { subject }: CheckContext,
  { name, repository, address }: PackageFacts,
): readonly string[] {
  const expected = `${subject.owner}/${subject.repository}`;
  if (repository?.toLowerCase() === expected.toLowerCase()) return [];
  const isOrganization = address.startsWith("https://github.com/orgs/");
  const page = isOrganization ? settingsPages.organizationPackage : settingsPages.userPackage;
  const state = repository === null ? "not linked to a repository" : `linked to ${repository}`;
  return [
    `The package is ${state}, so a workflow of ${expected} is refused with 'write_package' when it pushes with its GITHUB_TOKEN. Add the repository under Manage Actions access, with the role Write: ${fillPlaceholders(page, { owner: subject.owner, name })}`,
  ];
}
