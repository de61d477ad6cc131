import type { Answer } from "../http/answer";
import { printReference, type Reference } from "../oci/reference";
import type { CheckContext } from "./answers";
import type { Finding } from "./finding";
import { explainRefusedAct } from "./explain";

/** Whether the token may push, tested by an upload that is started and canceled. */
export function evaluatePush(context: CheckContext, image: Reference, push: Answer): Finding {
  const base = { id: "push", subject: printReference(image) } as const;
  switch (push.outcome) {
    case "yes":
      return { ...base, outcome: "pass", message: "the token may push" };
    case "no": {
      const why = explainRefusedAct(context, "push", push.refusal);
      return { ...base, outcome: "fail", message: "the registry refuses a push", ...why };
    }
    case "unknown":
      return { ...base, outcome: "unknown", message: "no usable answer", cause: push.why };
  }
}
