import { ownerProblem, packageProblem, repositoryProblem } from "../../../core/oci/names";
import { containsPassword, stackNameProblem } from "../../../core/workflows/names";
import { tagRuleProblem } from "../../../core/tags/rules";
import { withoutTokens } from "../../../core/tokens/redact";
import { readMirrors, type PlannedMirror } from "./settings/mirrors";
import type { StarterKind } from "./starter/kinds";

/** The flags as typed. Each question has a flag that answers it in advance. */
export interface InitFlags {
  readonly stack?: string;
  readonly backend?: string;
  readonly owner?: string;
  readonly repository?: string;
  readonly visibility?: "private" | "public";
  readonly image?: readonly string[];
  readonly tag?: readonly string[];
  readonly build?: "pulumi" | "actions";
  readonly mirror?: readonly string[];
  readonly starter?: StarterKind;
  readonly tokenStdin?: boolean;
  readonly yes?: boolean;
}

export interface InitArguments {
  readonly folders: readonly string[];
  readonly stack: string | undefined;
  readonly backend: string | undefined;
  readonly owner: string | undefined;
  readonly repository: string | undefined;
  readonly visibility: InitFlags["visibility"];
  readonly images: readonly string[] | undefined;
  readonly tags: readonly string[] | undefined;
  readonly build: InitFlags["build"];
  /** The images to mirror. */
  readonly mirrors: readonly PlannedMirror[] | undefined;
  /** The Dockerfile to write if there is none. */
  readonly starter: StarterKind | undefined;
  readonly isTokenOnInput: boolean;
  readonly isConfirmed: boolean;
}

/** Validates the flags: returns the answers, or all problems. */
export function readInitOptions(
  folders: readonly string[],
  flags: InitFlags,
): InitArguments | { readonly problems: readonly string[] } {
  const check = (
    name: "stack" | "backend" | "owner" | "repository" | "image" | "tag",
    problemOf: (text: string) => string | undefined,
  ): readonly string[] =>
    [flags[name] ?? []].flat().flatMap((text) => {
      const problem = problemOf(text);
      return problem === undefined ? [] : [withoutTokens(`--${name}: '${text}' ${problem}`)];
    });
  const { mirrors, problems: mirrorProblems } = readMirrors(flags.mirror ?? []);
  const problems = [
    ...check("stack", (text) => stackNameProblem(text)),
    ...check("backend", backendProblem),
    ...check("owner", ownerProblem),
    ...check("repository", repositoryProblem),
    ...check("image", packageProblem),
    ...check("tag", tagRuleProblem),
    ...mirrorProblems.map((each) => withoutTokens(`--mirror: ${each}`)),
    ...(flags.mirror !== undefined && folders.length === 0 ? describeUnused(flags) : []),
  ];
  if (problems.length > 0) return { problems };
  return {
    folders,
    stack: flags.stack,
    backend: flags.backend,
    owner: flags.owner,
    repository: flags.repository,
    visibility: flags.visibility,
    images: flags.image,
    tags: flags.tag,
    build: flags.build,
    mirrors: flags.mirror && mirrors,
    starter: flags.starter,
    isTokenOnInput: flags.tokenStdin === true,
    isConfirmed: flags.yes === true,
  };
}

/** The flags about images that are built, if only mirrors are requested. */
function describeUnused(flags: InitFlags): readonly string[] {
  const names = ["repository", "visibility", "image", "tag", "build", "starter"] as const;
  return names
    .filter((name) => flags[name] !== undefined)
    .map((name) => `--${name}: has no effect on a mirror; name the folder that it is for, too`);
}

function backendProblem(text: string): string | undefined {
  if (containsPassword(text)) {
    return "contains a password; set the variable PULUMI_BACKEND_URL to the address instead";
  }
  return /^[a-z][a-z0-9+]*:\/\/\S+$/.test(text)
    ? undefined
    : "is not a backend's address, such as file://~ or s3://bucket";
}
