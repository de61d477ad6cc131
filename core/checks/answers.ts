import type { Answer, UnknownAnswer } from "../http/answer";
import type { PackageAnswer } from "../github/packages";
import type { Refusal } from "../http/refusal";
import type { Reference } from "../oci/reference";
import type { TokenFacts } from "../tokens/facts";
import type { Token } from "../tokens/token";
import type { TokenUse } from "./purpose";

/** Which repositories and images are asked about. */
export interface Subject {
  readonly owner: string;
  readonly registry: string;
  readonly repositories: readonly SubjectRepository[];
  readonly images: readonly SubjectImage[];
}

export interface SubjectRepository {
  /** Without the owner. */
  readonly name: string;
  /** Whether an update creates it if it does not exist. */
  readonly mayBeMissing?: boolean;
}

export interface SubjectImage {
  readonly reference: Reference;
  /** The repository that its package should be linked to, without the owner. */
  readonly repository?: string | undefined;
}

/** GitHub's answer about the token's account. */
export type UserAnswer =
  | {
      readonly outcome: "answered";
      readonly status: number;
      /** Where the status is 400 or more. */
      readonly refusal?: Refusal;
      readonly facts: TokenFacts;
      /** The name of the account's plan, where GitHub reports it. */
      readonly plan?: string;
    }
  | UnknownAnswer;

/** GitHub's answer about the repository. */
export type RepositoryAnswer =
  | {
      readonly outcome: "found";
      readonly fullName: string;
      readonly isArchived: boolean;
      /** Whether the token's account has the role Admin; null if GitHub does not say. */
      readonly isAdministrator: boolean | null;
    }
  | {
      readonly outcome: "refused";
      readonly refusal: Refusal;
      /** The page that authorizes the token, if single sign-on blocks it. */
      readonly signOnAddress: string | null;
    }
  | UnknownAnswer;

/** The registry's answer about reading an image. */
export type PullAnswer =
  | { readonly outcome: "read"; readonly tag: string; readonly isPublic: boolean | null }
  /** The package exists but has no tags. */
  | { readonly outcome: "no tag" }
  /** The registry reports that the package does not exist. */
  | { readonly outcome: "absent" }
  | Exclude<Answer, { readonly outcome: "yes" }>;

export interface RepositoryAnswers {
  readonly repository: SubjectRepository;
  readonly answer: RepositoryAnswer;
}

export interface ImageAnswers {
  readonly image: SubjectImage;
  readonly pull: PullAnswer;
  /** Missing if the token is not to publish. */
  readonly package?: PackageAnswer;
  readonly push?: Answer;
}

/** All answers. What depends on several of them is evaluated when all have arrived. */
export interface Answers {
  readonly user: UserAnswer;
  /** Missing if the token is not for the registry. */
  readonly login?: Answer;
  /** Missing if `isLight` is set, or if the purpose does not need them. */
  readonly repositories?: readonly RepositoryAnswers[];
  readonly images?: readonly ImageAnswers[];
}

/** All answers beside the one being evaluated: one refusal often explains another. */
export interface CheckContext {
  readonly subject: Subject;
  readonly token: Token;
  readonly use: TokenUse;
  readonly answers: Answers;
  /** The page that authorizes the token, if single sign-on blocks it. */
  readonly signOnAddress?: string | undefined;
}
