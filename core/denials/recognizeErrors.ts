import { withoutTokens } from "../tokens/redact";
import { recognize, type Recognized } from "./recognize";

/**
 * The refusals in a program's own errors that are known, without any token. What is unknown stands
 * in those errors already, whole.
 */
export function recognizeErrors(
  errors: string,
  registries: readonly string[],
): readonly Recognized[] {
  return recognize(withoutTokens(errors), { registries }).filter(({ denial }) => denial !== null);
}
