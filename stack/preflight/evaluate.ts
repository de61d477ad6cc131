import type { PriorState } from "../state";
import { evaluateImages, evaluateRemoved } from "./checks/images";
import { evaluateInternal } from "./checks/internal";
import { evaluateMirror } from "./checks/mirrors/findings";
import { evaluateOwner } from "./checks/organization";
import { evaluatePackages } from "./checks/packages";
import { evaluatePuller } from "./checks/puller";
import { evaluatePushes } from "./checks/pushes";
import { evaluateRepository } from "./checks/repository";
import { evaluateAdministrator, evaluatePublisher } from "./checks/tokens";
import { evaluateWorkflows } from "./checks/workflows/findings";
import { isPossibleConflict, type PossibleConflict, type SettingFinding } from "./finding";
import type { MirrorObservations, Observations } from "./observations";
import type { Wanted } from "./wanted";

/** What the observations mean for the update. */
export interface Evaluation {
  readonly findings: readonly SettingFinding[];
  /** What is in the way unless this stack made it, which only the declared resources tell. */
  readonly possibleConflicts: readonly PossibleConflict[];
}

export function evaluate(
  wanted: Wanted,
  prior: PriorState | undefined,
  observed: Observations,
  mirrors: MirrorObservations,
): Evaluation {
  const all = [
    ...evaluateStack(wanted, prior, observed),
    ...wanted.mirrors.flatMap((mirror) => {
      const own = mirrors.get(mirror.name);
      return own === undefined ? [] : evaluateMirror(mirror, own, wanted.registry);
    }),
  ];
  return {
    findings: all.filter((finding) => !isPossibleConflict(finding)),
    possibleConflicts: all.filter(isPossibleConflict),
  };
}

/** What stands in the way of the update, or may; what passes is left out unless it has a note. */
export function evaluateStack(
  wanted: Wanted,
  prior: PriorState | undefined,
  observed: Observations,
): readonly SettingFinding[] {
  const findings = [
    ...evaluateAdministrator(wanted, observed),
    ...evaluatePublisher(wanted, observed),
    ...evaluatePuller(wanted, observed.puller),
    ...wanted.repositories.flatMap((repository) =>
      evaluateRepository(wanted, repository, prior, observed),
    ),
    ...evaluateWorkflows(wanted, prior, observed),
    ...evaluateOwner(wanted, observed),
    ...evaluateInternal(wanted, observed),
    ...evaluatePushes(wanted, observed),
    ...evaluateImages(wanted, observed),
    ...evaluatePackages(wanted, observed),
    ...evaluateRemoved(wanted, prior, observed),
  ];
  return findings.filter(({ outcome, notes = [] }) => outcome !== "pass" || notes.length > 0);
}
