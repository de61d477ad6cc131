import { withoutTokens } from "../tokens/redact";
import { recognize, type RecognizedDenial } from "./recognize";

/**
 * The recognized refusals in a program's own errors, without any token. Unrecognized ones are already
 * printed with those errors.
 */
export function recognizeErrors(
  errors: string,
  registries: readonly string[],
): readonly RecognizedDenial[] {
  return recognize(withoutTokens(errors), { registries }).filter(({ denial }) => denial !== null);
}
