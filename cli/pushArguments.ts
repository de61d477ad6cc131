import { tagProblem } from "../ghcr/names";
import { withoutTokens } from "../ghcr/tokenWords";
import { describeFlags, readArguments, type Flag } from "./arguments";

const flags = {
  tag: { value: "TAG", says: "the version to publish, which becomes ghcr:version" },
  stack: { value: "NAME", says: "the stack [the one that is selected]" },
  help: { says: "this text" },
} as const satisfies Record<string, Flag>;

export const help = [
  "pulumi-ghcr push --tag TAG [--stack NAME]",
  "",
  "Publishes a version: writes it into the stack's settings as ghcr:version, runs pulumi up, and",
  "reads back each image that it pushed. The next plain pulumi up keeps the version. Which tags an",
  "image gets from it, its `tags` in the settings say.",
  "",
  describeFlags(flags),
  "",
  "It ends with 0 where all was pushed and read back, 1 where not, 2 where it could not run.",
  "",
  "  pulumi-ghcr push --tag v1.0.0",
  "  pulumi-ghcr push --tag v1.0.0 --stack production",
].join("\n");

export interface PushArguments {
  readonly tag: string;
  readonly stack: string | undefined;
}

export type Read =
  | { readonly is: "help" }
  | { readonly is: "wrong"; readonly problems: readonly string[] }
  | { readonly is: "right"; readonly asked: PushArguments };

/** Reads the command line, and tells all that is wrong with it. */
export function readPushArguments(args: readonly string[]): Read {
  const { flags: given, problems: found } = readArguments(args, flags, 0);
  if (given.has("help")) return { is: "help" };
  const problems = [...found];
  const [tag] = given.get("tag") ?? [];
  const [stack] = given.get("stack") ?? [];
  if (tag === undefined && !found.some((problem) => problem.startsWith("--tag"))) {
    problems.push("--tag is wanting: --tag v1.0.0");
  }
  const wrong = tag === undefined ? undefined : tagProblem(tag);
  if (wrong !== undefined) problems.push(`--tag: '${tag ?? ""}' ${wrong}`);
  if (tag === undefined || problems.length > 0) {
    return { is: "wrong", problems: problems.map(withoutTokens) };
  }
  return { is: "right", asked: { tag, stack } };
}
