import type { Subject, SubjectImage } from "../../../core/checks/answers";
import type { Finding } from "../../../core/checks/finding";
import { defaultUses, type TokenUse } from "../../../core/checks/purpose";
import { readExactToken } from "../../../core/tokens/format";
import { administratorActsOf } from "../../../stack/preflight/checks/tokens";
import { packageOf, repositoryNames } from "../../../stack/preflight/names";
import type { Credentials, DesiredStack } from "../../../stack/model";
import {
  parseSettings,
  readStoredTokens,
  type RawConfiguration,
  type StoredToken,
} from "../../../stack/settings";
import { requireStack } from "../../pulumi/settings";
import type { TokenToCheck } from "./checkToken";

type Stack = DesiredStack<never>;

export interface StackTokens {
  /** GitHub's API. */
  readonly api: string;
  readonly tokens: readonly TokenToCheck[];
}

/** The tokens of a stack, each with what it is for. Throws all problems with the other settings. */
export function readStackTokens(raw: RawConfiguration): StackTokens {
  const stack = requireStack(parseSettings(raw, []));
  const isAdminOptional = stack.repositories.length === 0 && stack.stackWorkflow === undefined;
  const tokens = readStoredTokens(raw, { isAdminOptional }).map((stored) => {
    const { key, variable, problem } = stored;
    return {
      subject: { owner: stack.owner, registry: stack.registry, ...subjects[stored.name](stack) },
      use: uses[stored.name](stack),
      from: variable ?? key,
      reading: readingOf(stored, raw),
      problems: problem === undefined ? [] : [settingFinding(key, problem)],
    };
  });
  return { api: stack.apiAddress, tokens };
}

/** A newline in a variable belongs to the secret that it was set from. */
function readingOf(
  { variable, reading }: StoredToken,
  { environment }: RawConfiguration,
): TokenToCheck["reading"] {
  return variable === undefined ? reading : readExactToken(environment[variable] ?? "");
}

function settingFinding(key: string, message: string): Finding {
  return { id: "setting", subject: key, outcome: "fail", message: `${key} ${message}` };
}

const uses: Record<keyof Credentials, (stack: Stack) => TokenUse> = {
  publish: () => defaultUses.publish,
  admin: (stack) => ({ purpose: "administer", acts: administratorActsOf(stack) }),
  // Servers have it, so the preflight accepts no other scopes.
  pull: () => ({ purpose: "pull", isReadOnly: true }),
};

const subjects: Record<
  keyof Credentials,
  (stack: Stack) => Pick<Subject, "repositories" | "images">
> = {
  // Whether it sees the repositories does not matter, and the administrator's token is checked for it.
  publish: (stack) => ({ repositories: [], images: imagesOf(stack, isPushedWithToken(stack)) }),
  admin: (stack) => ({
    repositories: repositoryNames(stack).map((name) => ({
      name,
      mayBeMissing: stack.repositories.some((each) => each.name === name && each.create),
    })),
    images: [],
  }),
  pull: (stack) => ({ repositories: [], images: imagesOf(stack, () => true) }),
};

type Image = Stack["images"][number];

function imagesOf(stack: Stack, isIncluded: (image: Image) => boolean): readonly SubjectImage[] {
  return [...stack.images.filter(isIncluded), ...stack.mirrors].map(({ name, repository }) => ({
    reference: packageOf(stack, name),
    repository,
  }));
}

/** Workflows push with the token too, as their secret, unless they use their GITHUB_TOKEN. */
function isPushedWithToken({ repositories }: Stack): (image: Image) => boolean {
  return ({ build, repository }) =>
    build === "pulumi" ||
    repositories.find(({ name }) => name === repository)?.workflow?.authentication !==
      "workflow-token";
}
