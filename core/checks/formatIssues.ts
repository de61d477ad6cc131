import type { TokenReading } from "../tokens/format";
import { printReference } from "../oci/reference";
import type { Subject } from "./answers";
import { toSentence, type Finding } from "./finding";
import { evaluateKind } from "./packagesScope";
import type { TokenUse } from "./purpose";

type Malformed = Extract<TokenReading, { readonly formatIssues: unknown }>;

/** The findings for a malformed token: it is not sent, so only its kind is known. */
export function evaluateFormat(
  subject: Subject,
  { formatIssues, kind }: Malformed,
  use: TokenUse,
  isLight: boolean,
): readonly Finding[] {
  const notAsked = (id: Finding["id"], about: string): Finding => ({
    id,
    subject: about,
    outcome: "unknown",
    message: "not checked: the token is malformed, so it was not sent",
  });
  const format: Finding = {
    id: "github-api",
    subject: "the token",
    outcome: "fail",
    message: `the token ${formatIssues.map(({ message }) => message).join("; it ")}`,
    cause: "GitHub and ghcr.io refuse such a token without saying why.",
    fix: [...new Set(formatIssues.map(({ fix }) => toSentence(fix)))],
  };
  const repositories = (isLight ? [] : subject.repositories).map(({ name }) =>
    notAsked("repository", `${subject.owner}/${name}`),
  );
  if (use.purpose === "administer") {
    return [format, notAsked("repository-scope", "the token"), ...repositories];
  }
  const images = (isLight ? [] : subject.images).map(({ reference }) => printReference(reference));
  const isPublishing = use.purpose === "publish";
  return [
    format,
    { ...notAsked("packages-scope", "the token"), ...evaluateKind(kind, use) },
    notAsked("registry-login", subject.registry),
    ...images.map((image) => notAsked("pull", image)),
    ...(isPublishing ? images.map((image) => notAsked("push", image)) : []),
    ...(isPublishing ? repositories : []),
  ];
}
