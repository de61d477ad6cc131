import { tagProblem } from "../../../core/oci/names";
import { withoutTokens } from "../../../core/tokens/redact";

/** The flags as typed. */
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

/** Validates the flags: returns the options, or all problems. */
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
