import type { TokenReading } from "../tokens/format";
import type { Answers, Subject } from "./answers";
import { ask, type AskOptions } from "./ask";
import type { Finding } from "./finding";
import { judge } from "./judge";
import { judgeSlips } from "./slips";

/** What all checks found, and what they were told on the way. */
export interface Checked {
  readonly findings: readonly Finding[];
  /** None where the token could not be sent. */
  readonly answers?: Answers;
}

/** Asks and judges. A token that cannot be one is judged without asking. */
export async function check(
  subject: Subject,
  reading: TokenReading,
  options: Omit<AskOptions, "token">,
): Promise<Checked> {
  if ("slips" in reading) {
    return { findings: judgeSlips(subject, reading.slips, options.isLight === true) };
  }
  const answers = await ask(subject, { ...options, token: reading.token });
  return { findings: judge(subject, reading.token, answers), answers };
}
