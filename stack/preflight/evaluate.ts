import type { PriorState } from "../state";
import { evaluateImages, evaluateRemoved } from "./checks/images";
import { evaluateInternal } from "./checks/internal";
import { evaluateMirror } from "./checks/mirrors/findings";
import { evaluateNewRepositories } from "./checks/newRepositories";
import { evaluateOwner } from "./checks/organization";
import { evaluatePackages } from "./checks/packages";
import { evaluatePullToken } from "./checks/pullToken";
import { evaluatePushes } from "./checks/pushes";
import { evaluateRepository } from "./checks/repository";
import { evaluateSources } from "./checks/sources";
import { evaluateAdminToken, evaluatePublishToken } from "./checks/tokens";
import { evaluateWorkflows } from "./checks/workflows/findings";
import { isPossibleConflict, type PossibleConflict, type SettingFinding } from "./finding";
import type { MirrorObservations, Observations } from "./observations";
import type { DesiredStack } from "../model";
import type { WorkflowFiles } from "../workflowFiles";

/** The findings of a preflight. */
export interface Evaluation {
  readonly findings: readonly SettingFinding[];
  /** Conflicts unless this stack created the resource, which only the declared resources show. */
  readonly possibleConflicts: readonly PossibleConflict[];
}

export function evaluate(
  stack: DesiredStack,
  files: WorkflowFiles,
  prior: PriorState | undefined,
  observed: Observations,
  mirrors: MirrorObservations,
): Evaluation {
  const all = [
    ...evaluateStack(stack, files, prior, observed),
    ...stack.mirrors.flatMap((mirror) => {
      const observation = mirrors.get(mirror.name);
      return observation === undefined ? [] : evaluateMirror(mirror, observation, stack.registry);
    }),
  ];
  return {
    findings: all.filter((finding) => !isPossibleConflict(finding)),
    possibleConflicts: all.filter(isPossibleConflict),
  };
}

/** All findings about the stack, without those that pass and have no note. */
export function evaluateStack(
  stack: DesiredStack,
  files: WorkflowFiles,
  prior: PriorState | undefined,
  observed: Observations,
): readonly SettingFinding[] {
  const findings = [
    ...evaluateAdminToken(stack, observed),
    ...evaluatePublishToken(stack, observed),
    ...evaluatePullToken(stack, observed),
    ...stack.repositories.flatMap((repository) =>
      evaluateRepository(stack, repository, prior, observed),
    ),
    ...evaluateNewRepositories(stack, prior, observed),
    ...evaluateWorkflows(stack, files, prior, observed),
    ...evaluateOwner(stack, observed),
    ...evaluateInternal(stack, observed),
    ...evaluatePushes(stack, observed),
    ...evaluateSources(stack, observed),
    ...evaluateImages(stack, prior, observed),
    ...evaluatePackages(stack, observed),
    ...evaluateRemoved(stack, prior, observed),
  ];
  return findings.filter(({ outcome, notes = [] }) => outcome !== "pass" || notes.length > 0);
}
