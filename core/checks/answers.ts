import type { Answer, UnknownAnswer } from "../http/answer";
import type { PackageAnswer } from "../github/packages";
import type { Refusal } from "../http/refusal";
import type { Reference } from "../oci/reference";
import type { TokenFacts } from "../tokens/facts";
import type { Token } from "../tokens/token";

/** Which repository and images are asked about. */
export interface Subject {
  readonly owner: string;
  readonly repository: string;
  readonly registry: string;
  readonly images: readonly Reference[];
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
  | { readonly outcome: "found"; readonly fullName: string; readonly isArchived: boolean }
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

export interface ImageAnswers {
  readonly image: Reference;
  readonly package: PackageAnswer;
  readonly pull: PullAnswer;
  readonly push: Answer;
}

/** All answers. What depends on several of them is evaluated when all have arrived. */
export interface Answers {
  readonly user: UserAnswer;
  readonly login: Answer;
  /** Missing if `isLight` is set. */
  readonly repository?: RepositoryAnswer;
  readonly images?: readonly ImageAnswers[];
}

/** All answers beside the one being evaluated: one refusal often explains another. */
export interface CheckContext {
  readonly subject: Subject;
  readonly token: Token;
  readonly answers: Answers;
}
