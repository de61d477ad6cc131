import { withoutTokens } from "../tokens/redact";
import { recognise, type Recognised } from "./recognise";

/**
 * The refusals in a program's own errors that are known, without any token. What is unknown stands
 * in those errors already, whole.
 */
export function knownRefusals(
  errors: string,
  registries: readonly string[],
): readonly Recognised[] {
  return recognise(withoutTokens(errors), { registries }).filter(({ denial }) => denial !== null);
}
