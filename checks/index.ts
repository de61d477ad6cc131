import type { TokenReading } from "../ghcr/tokenText";
import type { Answers, Subject } from "./answers";
import { ask, type AskOptions } from "./ask";
import type { Finding } from "./finding";
import { judge } from "./judge";
import { judgeSlips } from "./slips";

export type { Answers, ImageAnswers, Subject, UserAnswer } from "./answers";
export { overall, type CheckId, type Finding, type Outcome } from "./finding";
export { detailLines } from "./detail";
export { askStack, type StackAnswers } from "./stack/ask";
export type { Published } from "../ghcr/published";
export type { SourceImage } from "../ghcr/mirrorSource";
export { backupTag } from "../ghcr/backupTag";
export { parseReference, printReference, type Reference } from "../ghcr/reference";
export { fillTags, needsVersion } from "../ghcr/tagRules";
export type { SettingFinding } from "./stack/finding";
export { judgeMirror } from "./stack/mirrorFindings";
export {
  askMirrors,
  isWritten,
  type MirrorSeen,
  type MirrorsSeen,
  type WantedMirror,
} from "./stack/mirrors";
export type { PackageSeen } from "./stack/packages";
export { judgeStack } from "./stack/judge";
export type { SourceLook } from "../source";
export { lookAtSources } from "./stack/sources";
export { proposalOf } from "./stack/workflows";
export type { Proposal, WorkflowFile } from "../ghcr/workflowProposal";
export { hasPassed, imageOf } from "./stack/wanted";
export type {
  Known,
  KnownDigest,
  KnownPullRequest,
  KnownWorkflow,
  Wanted,
  WantedImage,
  WantedPackage,
  WantedRepository,
} from "./stack/wanted";
export { wrap } from "./wrap";
export { ask, judge, type AskOptions };

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
