import { printReference } from "../oci/reference";
import type { Token } from "../tokens/token";
import type { Answers, ImageAnswers, Subject } from "./answers";

/** What an answer is judged beside: one refusal often explains another. */
export interface Case {
  readonly subject: Subject;
  readonly token: Token;
  readonly answers: Answers;
}

/** An image as findings name it. */
export function nameOf({ image }: ImageAnswers): string {
  return printReference(image);
}
