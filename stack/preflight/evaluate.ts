import type { Subject, UserAnswer } from "../../core/checks/answers";
import { judgeApi } from "../../core/checks/githubApi";
import { judgeScopes } from "../../core/checks/packagesScope";
import { judgePush } from "../../core/checks/push";
import { asSentence } from "../../core/checks/refused";
import { cannotTell } from "../../core/http/answer";
import { printReference } from "../../core/oci/reference";
import type { Token } from "../../core/tokens/token";
import { newTokenPage } from "../../core/tokens/scopes";
import { administratorAbility, type AdministratorAct } from "../../core/tokens/abilities";
import type { StackAnswers } from "./collect";
import type { SettingFinding } from "./finding";
import { judgeImages, judgeRemoved } from "./checks/images";
import { judgeInternal } from "./checks/internal";
import { judgePackages } from "./checks/packages";
import { judgeOwner } from "./checks/organization";
import { judgePuller } from "./checks/puller";
import { judgeRepository } from "./checks/repository";
import { judgeWorkflows } from "./checks/workflows/findings";
import { workflowPlaces } from "./checks/workflows/places";
import type { PriorState } from "../state";
import { imageOf, type Wanted } from "./wanted";

/** What stands in the way of the update, or may; what is well is left out. */
export function judgeStack(
  wanted: Wanted,
  prior: PriorState | undefined,
  answers: StackAnswers,
): readonly SettingFinding[] {
  const findings = [
    ...judgeAdministrator(wanted, answers),
    ...judgePublisher(wanted, answers),
    ...judgePuller(wanted, answers.puller),
    ...wanted.repositories.flatMap((repository) =>
      judgeRepository(wanted, repository, prior, answers),
    ),
    ...judgeWorkflows(wanted, prior, answers),
    ...judgeOwner(wanted, answers),
    ...judgeInternal(wanted, answers),
    ...judgePushes(wanted, answers),
    ...judgeImages(wanted, answers),
    ...judgePackages(wanted, answers),
    ...judgeRemoved(wanted, prior, answers),
  ];
  return findings.filter(({ outcome, notes = [] }) => outcome !== "pass" || notes.length > 0);
}

/** A case of one token, without what only the doctor asks. */
function caseOf({ owner, registry }: Wanted, token: Token, user: UserAnswer) {
  const subject: Subject = { owner, registry, repository: "", images: [] };
  return { subject, token, answers: { user, login: cannotTell("not asked") } };
}

function judgeAdministrator(wanted: Wanted, answers: StackAnswers): readonly SettingFinding[] {
  const setting = "github:token";
  const about = caseOf(wanted, wanted.administrator, answers.administrator);
  const api = { ...judgeApi(about), setting };
  if (answers.administrator.outcome !== "answered" || api.outcome !== "pass") return [api];
  const { facts } = answers.administrator;
  const isMaking = wanted.repositories.some(
    ({ isMade, adoption }) => isMade || adoption !== undefined,
  );
  const isSharing =
    answers.owner?.isOrganization !== false &&
    wanted.repositories.some(({ sharesSecret }) => sharesSecret === true);
  const isDeleting = wanted.repositories.some(
    ({ isDeletedAtTheEnd }) => isDeletedAtTheEnd === true,
  );
  const isWriting = workflowPlaces(wanted).length > 0;
  const acts: readonly AdministratorAct[] = [
    ...(isMaking ? (["manage repositories"] as const) : []),
    ...(isSharing ? (["manage organisation secrets"] as const) : []),
    ...(isDeleting ? (["delete repositories"] as const) : []),
    ...(isWriting ? (["write workflow files"] as const) : []),
    "manage secrets",
    "manage Actions settings",
  ];
  const refused = acts
    .map((act) => ({ act, ability: administratorAbility(facts, act) }))
    .filter(({ ability }) => ability.can === "no");
  const [first] = refused;
  if (first === undefined) return [api];
  const what = refused.map(({ act }) => act).join(", ");
  return [
    {
      setting,
      outcome: "fail",
      found: `this token may not ${what}`,
      cause: asSentence(first.ability.reason),
      mend: first.ability.mend,
    },
  ];
}

function judgePublisher(wanted: Wanted, answers: StackAnswers): readonly SettingFinding[] {
  const setting = "ghcr:token";
  const about = caseOf(wanted, wanted.publisher, answers.publisher);
  const api = { ...judgeApi(about), setting };
  if (api.outcome !== "pass") return [api];
  const scopes = judgeScopes(about);
  // Whoever was seen to push may push, whatever no header tells. More than enough is the doctor's.
  const isSeen = [...answers.pushes.values()].every(({ outcome }) => outcome === "yes");
  const isOpen = scopes.outcome === "cannot tell" && !isSeen;
  const isTold = scopes.outcome === "fail" || isOpen;
  return [api, ...(isTold ? [{ ...scopes, setting }] : []), ...judgeLife(wanted)];
}

/**
 * A workflow's token ends with its job, after a day at most, and another App's after an hour.
 * https://docs.github.com/en/actions/concepts/security/github_token
 */
function judgeLife({ publisher, repositories }: Wanted): readonly SettingFinding[] {
  if (publisher.kind !== "installation" || repositories.length === 0) return [];
  return [
    {
      setting: "ghcr:token",
      outcome: "pass",
      found: "it is a workflow's or an App's own token, which ends within a day",
      cause: "It becomes the repositories' secret, and is of no use there when it has ended.",
      mend: ["Take a classic one:", newTokenPage(["read:packages", "write:packages"])],
      notes: ["It stops nothing."],
    },
  ];
}

function judgePushes(wanted: Wanted, answers: StackAnswers): readonly SettingFinding[] {
  const about = caseOf(wanted, wanted.publisher, answers.publisher);
  const { repositories } = answers;
  const isOneToken = wanted.administrator.fingerprint === wanted.publisher.fingerprint;
  // What keeps the one token out of the organisation keeps it out of the packages, too.
  const refused = isOneToken && repositories?.outcome === "refused" ? repositories : undefined;
  const answered = { ...about.answers, ...(refused && { repository: refused }) };
  return wanted.packages.flatMap((each) => {
    const image = imageOf(wanted, each);
    const push = answers.pushes.get(printReference(image));
    if (push === undefined) return [];
    const open = cannotTell("not asked");
    const finding = judgePush(
      { ...about, answers: answered },
      { image, push, pull: open, package: open },
    );
    return [{ ...finding, setting: each.setting }];
  });
}
