import { ownerProblem, packageProblem, repositoryProblem } from "../../ghcr/names";
import { stackNameProblem } from "../../ghcr/stackNames";
import { tagRuleProblem } from "../../ghcr/tagRules";
import { withoutTokens } from "../../ghcr/tokenWords";
import { describeFlags, readArguments, type Flag } from "../arguments";

/** Each question has its flag, so that it can be answered before it is asked. */
export const flags = {
  stack: { value: "NAME", says: "the stack [the one that has a file, or prod]" },
  backend: { value: "URL", says: "where Pulumi keeps it [as logged in, or file://~]" },
  owner: { value: "NAME", says: "whose packages they are [the repository's owner]" },
  repository: { value: "NAME", says: "the repository's name, of a single one [as git says]" },
  visibility: { value: "KIND", says: "of a repository that is made: public [private]" },
  image: { value: "NAME", repeats: true, says: "an image to take; may be repeated [all]" },
  tag: { value: "RULE", repeats: true, says: "a tag; may be repeated [latest]" },
  build: { value: "WHERE", says: "pulumi, or actions [pulumi where a builder is]" },
  "token-stdin": { says: "the token comes on the standard input" },
  yes: { says: "publish without asking" },
  help: { says: "this text" },
} as const satisfies Record<string, Flag>;

export const help = [
  "pulumi-ghcr init [FOLDER …] [--stack NAME] [--yes]",
  "",
  "From nothing to a published image: looks for the Dockerfiles below each FOLDER,",
  "or here, checks your token, writes the stack's settings, stores the token",
  "encrypted, shows the preview, and publishes when you say so. Run it again, and",
  "it changes only what you answer differently.",
  "",
  describeFlags(flags),
  "",
  "The token comes from GHCR_TOKEN, or it is asked for, and is not shown. Beside",
  "GHCR_TOKEN, GITHUB_TOKEN is the one that administers, where it is set.",
  "Without a terminal nothing is asked, and without --yes nothing is published.",
  "",
  "It ends with 0 where all went well, 1 where something was refused, and 2 where",
  "it could not run.",
  "",
  "  pulumi-ghcr init ../my-app",
  '  pulumi-ghcr init ../my-app --tag "{{version}}" --tag latest --yes',
].join("\n");

export interface InitArguments {
  readonly folders: readonly string[];
  readonly stack: string | undefined;
  readonly backend: string | undefined;
  readonly owner: string | undefined;
  readonly repository: string | undefined;
  readonly visibility: "private" | "public" | undefined;
  readonly images: readonly string[] | undefined;
  readonly tags: readonly string[] | undefined;
  readonly build: "pulumi" | "actions" | undefined;
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
  const { flags: given, rest, problems: found } = readArguments(args, flags, mostFolders);
  if (given.has("help")) return { is: "help" };
  const problems = [...found];
  const one = (name: keyof typeof flags): string | undefined => given.get(name)?.[0];
  const judge = (
    name: keyof typeof flags,
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
  const visibility = choice(one("visibility"), ["private", "public"] as const);
  const build = choice(one("build"), ["pulumi", "actions"] as const);
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
  if (/^[a-z+]+:\/\/[^/?#]*:[^/?#]*@/i.test(text)) {
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
