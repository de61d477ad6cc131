import { tagProblem } from "../../../core/oci/names";
import { withoutTokens } from "../../../core/tokens/redact";
import { readArguments } from "../../arguments";
import { push } from "./command";

export interface PushArguments {
  readonly tag: string;
  readonly stack: string | undefined;
  readonly isJson: boolean;
}

export type Read =
  | { readonly is: "help" }
  | { readonly is: "wrong"; readonly problems: readonly string[]; readonly isJson: boolean }
  | { readonly is: "right"; readonly asked: PushArguments };

/** Reads the command line, and tells all that is wrong with it. */
export function readPushArguments(args: readonly string[]): Read {
  const { flags: given, problems: found } = readArguments(args, push.flags, 0);
  if (given.has("help")) return { is: "help" };
  const problems = [...found];
  const [tag] = given.get("tag") ?? [];
  const isJson = given.has("json");
  const [stack] = given.get("stack") ?? [];
  if (tag === undefined && !found.some((problem) => problem.startsWith("--tag"))) {
    problems.push("--tag is missing; write for instance --tag v1.0.0");
  }
  const wrong = tag === undefined ? undefined : tagProblem(tag);
  if (wrong !== undefined) problems.push(`--tag: '${tag ?? ""}' ${wrong}`);
  if (tag === undefined || problems.length > 0) {
    return { is: "wrong", problems: problems.map(withoutTokens), isJson };
  }
  return { is: "right", asked: { tag, stack, isJson } };
}
