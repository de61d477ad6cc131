import { newTokenPage } from "../tokens/scopes";
import { printErrors } from "../http/refusal";
import type { TokenFacts } from "../tokens/facts";
import { explainRefusal, fixForFailure } from "./explain";
import type { Finding } from "./finding";
import type { CheckContext, UserAnswer } from "./answers";
import { scopesFor } from "./purpose";

/** Days before the expiry from which a note reminds people to renew the token. */
const expiryWarningDays = 14;

/** Whether GitHub recognizes the token, and which account it belongs to. */
export function evaluateApi({ token, use, answers: { user } }: CheckContext): Finding {
  const about = { id: "github-api", subject: String(token) } as const;
  if (user.outcome === "unknown") {
    const { why } = user;
    const message = "GitHub gave no answer";
    return { ...about, outcome: "unknown", message, cause: why, fix: fixForFailure(user) };
  }
  const { facts, status, refusal } = user;
  const response = refusal === undefined ? "" : printErrors(refusal);
  if (facts.rateLimited) {
    return {
      ...about,
      outcome: "unknown",
      message: "GitHub's rate limit is reached",
      response,
      cause: "GitHub limits the number of requests. This says nothing about the token.",
      fix: ["Try again in an hour."],
    };
  }
  if (facts.accepted === false) {
    return {
      ...about,
      outcome: "fail",
      message: "GitHub does not recognize this token",
      response,
      cause: "The token is mistyped, expired or revoked; GitHub does not say which.",
      fix: [
        "Create a new token; this page has the required scopes preselected:",
        newTokenPage(scopesFor(use)),
      ],
    };
  }
  if (facts.accepted === null) {
    const message = `GitHub answered ${status}, which says nothing about the token`;
    const explained = refusal === undefined ? {} : explainRefusal(refusal);
    return { ...about, outcome: "unknown", message, ...explained };
  }
  return { ...about, outcome: "pass", message: describeToken(facts), notes: expiryNotes(facts) };
}

/** What GitHub reports about a token that it recognizes, or why that is unknown. */
export function acceptedFacts(user: UserAnswer): TokenFacts | string {
  if (user.outcome === "unknown") return "GitHub gave no answer";
  const { facts } = user;
  if (facts.accepted === true) return facts;
  return facts.accepted === false
    ? "GitHub does not recognize the token"
    : "GitHub's response says nothing about the token";
}

/** With the date, not the days left: a stack's output should be the same tomorrow. */
function describeToken({ kind, account, expires }: TokenFacts): string {
  const accountName = account ?? "an App or a workflow";
  const until =
    expires === "never"
      ? ", never expires"
      : expires instanceof Date
        ? `, expires on ${expires.toISOString().slice(0, 10)}`
        : "";
  return `${accountName}'s token (${kind})${until}`;
}

function expiryNotes({ daysLeft }: TokenFacts): readonly string[] {
  if (daysLeft === null || daysLeft > expiryWarningDays) return [];
  const when = daysLeft < 1 ? "within a day" : `in ${daysLeft} ${daysLeft === 1 ? "day" : "days"}`;
  return [`The token expires ${when}: create a new one, and replace it wherever it is stored.`];
}
