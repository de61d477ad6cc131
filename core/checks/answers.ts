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

/** What GitHub said of the token's account. */
export type UserAnswer =
  | {
      readonly outcome: "answered";
      readonly status: number;
      /** Where the status is 400 or more. */
      readonly refusal?: Refusal;
      readonly facts: TokenFacts;
      /** The name of the account's plan, where GitHub told it. */
      readonly plan?: string;
    }
  | UnknownAnswer;

/** What GitHub said of the repository. */
export type RepositoryAnswer =
  | { readonly outcome: "found"; readonly fullName: string; readonly isArchived: boolean }
  | {
      readonly outcome: "refused";
      readonly refusal: Refusal;
      /** Where the token is authorized, if single sign-on keeps it out. */
      readonly signOnAddress: string | null;
    }
  | UnknownAnswer;

/** What the registry said of reading an image. */
export type PullAnswer =
  | { readonly outcome: "read"; readonly tag: string; readonly isPublic: boolean | null }
  /** The package is there and nothing in it has a tag. */
  | { readonly outcome: "no tag" }
  /** The registry says that there is no such package. */
  | { readonly outcome: "absent" }
  | Exclude<Answer, { readonly outcome: "yes" }>;

export interface ImageAnswers {
  readonly image: Reference;
  readonly package: PackageAnswer;
  readonly pull: PullAnswer;
  readonly push: Answer;
}

/** All that was asked. What depends on several answers is judged when all are there. */
export interface Answers {
  readonly user: UserAnswer;
  readonly login: Answer;
  /** Not asked for in the light form. */
  readonly repository?: RepositoryAnswer;
  readonly images?: readonly ImageAnswers[];
}

/** What an answer is judged beside: one refusal often explains another. */
export interface CheckContext {
  readonly subject: Subject;
  readonly token: Token;
  readonly answers: Answers;
}
