import type { Answer } from "../http/answer";
import type { Finding } from "./finding";
import type { CheckContext } from "./answers";
import { fixForFailure, explainRefusedAct } from "./explain";

/** Whether the registry accepts the token at login, which alone proves nothing about push or pull. */
export function evaluateLogin(context: CheckContext, login: Answer): Finding {
  const { subject, use, answers } = context;
  const act = use.purpose === "pull" ? "pull" : "push";
  const base = { id: "registry-login", subject: subject.registry } as const;
  switch (login.outcome) {
    case "yes":
      return {
        ...base,
        outcome: "pass",
        message: "the registry accepts the token",
        notes:
          answers.images === undefined
            ? [`A login does not prove that the token can ${act}; the full check tests that too.`]
            : [],
      };
    case "no":
      return {
        ...base,
        outcome: "fail",
        message: "the registry refuses the token",
        ...explainRefusedAct(context, "log in", login.refusal),
      };
    case "unknown":
      return {
        ...base,
        outcome: "unknown",
        message: "the registry gave no answer",
        cause: login.why,
        fix: fixForFailure(login),
      };
  }
}
