import { ownerProblem, packageProblem, repositoryProblem } from "../../../core/oci/names";
import { holdsPassword, stackNameProblem } from "../../../core/workflows/names";
import { tagRuleProblem } from "../../../core/tags/rules";
import { withoutTokens } from "../../../core/tokens/redact";
import { readArguments } from "../../arguments";
import { builders, init, visibilities } from "./command";

export interface InitArguments {
  readonly folders: readonly string[];
  readonly stack: string | undefined;
  readonly backend: string | undefined;
  readonly owner: string | undefined;
  readonly repository: string | undefined;
  readonly visibility: (typeof visibilities)[number] | undefined;
  readonly images: readonly string[] | undefined;
  readonly tags: readonly string[] | undefined;
  readonly build: (typeof builders)[number] | undefined;
  readonly isTokenOnInput: boolean;
  readonly isYes: boolean;
}

export type Read =
  | { readonly is: "help" }
  | { readonly is: "wrong"; readonly problems: readonly string[] }
  | { readonly is: "right"; readonly asked: InitArguments };

/** As many folders as a person names. */
const mostFolders = 100;

/** Reads the command line, and tells all that is wrong with it. */
export function readInitArguments(args: readonly string[]): Read {
  const { flags: given, rest, problems: found } = readArguments(args, init.flags, mostFolders);
  if (given.has("help")) return { is: "help" };
  const problems = [...found];
  const one = (name: keyof typeof init.flags): string | undefined => given.get(name)?.[0];
  const judge = (
    name: keyof typeof init.flags,
    problemOf: (text: string) => string | undefined,
  ): void => {
    for (const text of given.get(name) ?? []) {
      const problem = problemOf(text);
      if (problem !== undefined) problems.push(`--${name}: '${text}' ${problem}`);
    }
  };
  judge("stack", (text) => stackNameProblem(text));
  judge("backend", backendProblem);
  judge("owner", ownerProblem);
  judge("repository", repositoryProblem);
  judge("image", packageProblem);
  judge("tag", tagRuleProblem);
  const visibility = choice(one("visibility"), visibilities);
  const build = choice(one("build"), builders);
  if (visibility instanceof Error) problems.push(`--visibility: ${visibility.message}`);
  if (build instanceof Error) problems.push(`--build: ${build.message}`);
  if (problems.length > 0 || visibility instanceof Error || build instanceof Error) {
    return { is: "wrong", problems: problems.map(withoutTokens) };
  }
  return {
    is: "right",
    asked: {
      folders: rest,
      stack: one("stack"),
      backend: one("backend"),
      owner: one("owner"),
      repository: one("repository"),
      visibility,
      images: given.get("image"),
      tags: given.get("tag"),
      build,
      isTokenOnInput: given.has("token-stdin"),
      isYes: given.has("yes"),
    },
  };
}

function backendProblem(text: string): string | undefined {
  if (holdsPassword(text)) {
    return "holds a password; put the whole address into the variable PULUMI_BACKEND_URL";
  }
  return /^[a-z][a-z0-9+]*:\/\/\S+$/.test(text)
    ? undefined
    : "is not where Pulumi can keep a stack: an address such as file://~ or s3://bucket";
}

function choice<Text extends string>(
  text: string | undefined,
  all: readonly Text[],
): Text | undefined | Error {
  if (text === undefined) return undefined;
  const found = all.find((each) => each === text);
  return found ?? new Error(`'${text}' is neither ${all.join(" nor ")}`);
}
