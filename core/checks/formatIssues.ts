import type { FormatIssue } from "../tokens/format";
import { printReference } from "../oci/reference";
import type { Subject } from "./answers";
import { toSentence, type Finding } from "./finding";

/** The findings for a malformed token: it is not sent, so all other checks are unknown. */
export function evaluateFormat(
  subject: Subject,
  formatIssues: readonly FormatIssue[],
  isLight: boolean,
): readonly Finding[] {
  const notAsked = (id: Finding["id"], about: string): Finding => ({
    id,
    subject: about,
    outcome: "unknown",
    message: "not checked: the token is malformed, so it was not sent",
  });
  const images = subject.images.map(printReference);
  return [
    {
      id: "github-api",
      subject: "the token",
      outcome: "fail",
      message: `the token ${formatIssues.map(({ message }) => message).join("; it ")}`,
      cause: "GitHub and ghcr.io refuse such a token without saying why.",
      fix: [...new Set(formatIssues.map(({ fix }) => toSentence(fix)))],
    },
    notAsked("packages-scope", "the token"),
    notAsked("registry-login", subject.registry),
    ...(isLight
      ? []
      : [
          ...images.map((image) => notAsked("pull", image)),
          ...images.map((image) => notAsked("push", image)),
          notAsked("repository", `${subject.owner}/${subject.repository}`),
        ]),
  ];
}
