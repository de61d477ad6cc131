import { tagProblem } from "../../../core/oci/names";
import { withoutTokens } from "../../../core/tokens/redact";

/** As they were typed. */
export interface PushFlags {
  readonly tag?: string;
  readonly stack?: string;
  readonly json?: boolean;
}

export interface PushOptions {
  readonly tag: string;
  readonly stack: string | undefined;
  readonly isJson: boolean;
}

/** Validates what was typed: the options, or all problems with them. */
export function readPushOptions({
  tag,
  stack,
  json,
}: PushFlags): PushOptions | { readonly problems: readonly string[] } {
  if (tag === undefined) {
    return { problems: ["--tag is missing; for example --tag v1.0.0"] };
  }
  const problem = tagProblem(tag);
  if (problem !== undefined) return { problems: [withoutTokens(`--tag: '${tag}' ${problem}`)] };
  return { tag, stack, isJson: json === true };
}
