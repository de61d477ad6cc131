import { askMirrors, isWritten, type MirrorSeen } from "./checks/mirrors/observe";
import { askStack, type StackAnswers } from "./collect";
import { hasPassed, imageOf, type Wanted } from "./wanted";
import { judgeMirror } from "./checks/mirrors/findings";
import { judgeStack } from "./evaluate";
import { printReference } from "../../core/oci/reference";
import { proposalOf } from "./checks/workflows/observe";
import type { PackageSeen } from "./checks/packages";
import type { Proposal } from "../../core/workflows/proposal";
import type { Published } from "../../core/registry/published";
import type { SettingFinding } from "./finding";
import type { SourceLook } from "../../core/source";
import type { Settings } from "../settings";
import { isDoubt, settle, tellUnsettled, warn, type Declared } from "./conflicts";
import { readPriorState, secretKey, type PriorState } from "../state";
import { backupsOf, type Backup } from "./checks/mirrors/backups";
import { stop } from "./decide";
import { mirrorsWantedBy, wantedBy, wantedRepository } from "./fromSettings";
import type { StackFile, WorkflowFiles } from "./fromSettings";

/** What the preflight learned of a repository and its secret, for the resources made of them. */
export interface Seen {
  /** The repository's number, where it is there. */
  readonly repositoryId: number | undefined;
  /**
   * The mark to give the secret where another hand changed it on GitHub, so that it is written
   * again; nothing for one that nobody changed.
   */
  readonly secretMark: boolean | undefined;
}

/** What the preflight learned of an image or a mirror, for the resources made of it. */
export interface SeenImage {
  /** What stands behind the first tag, where a workflow builds it. */
  readonly published?: Published | undefined;
  /** What was seen of its source. */
  readonly look?: SourceLook | undefined;
  /** Whether it may be pushed. */
  readonly pass: { readonly fingerprint: string; readonly isAllowed: boolean };
  /** What the last update left of it. */
  readonly last: LastUpdate;
}

interface LastUpdate {
  readonly isKnown: boolean;
  readonly passed: string;
  readonly digest?: string | undefined;
  readonly platforms?: readonly string[] | undefined;
}

/** What the preflight learned of a mirror's source, for the resources made of it. */
export interface MirrorTold {
  /** What each tag is made of; nothing is told of one of the Docker daemon's. */
  readonly copies?: MirrorSeen["copies"];
  /** Whether the last update left each tag so already. */
  readonly isCopied?: boolean;
  /** What is kept of what was written over, or is about to be. */
  readonly backups: readonly Backup[];
}

/** What the preflight was told on the way, for whoever needs it. */
export interface Told {
  /** Of an image or a mirror, by its name. */
  readonly image: (name: string) => SeenImage;
  readonly mirror: (name: string) => MirrorTold;
  /** What was told of each package that is looked at and was pushed before, by the image's name. */
  readonly packages: ReadonlyMap<string, PackageSeen>;
  /** What was told and stopped nothing, but for what the update looks at again. */
  readonly findings: readonly Required<Pick<SettingFinding, "setting" | "found" | "mend">>[];
  /** Without a repository the secret is the organisation's. */
  readonly seen: (secretName: string, repository?: string) => Seen;
  /** How a repository's workflow comes by a pull request, where it does. */
  readonly proposal: (repository: string) => Proposal | undefined;
  /** Stops a preview at what is there already and is not this stack's, once it is declared. */
  readonly settle: (declared: Declared) => Promise<void>;
}

/**
 * Looks whether GitHub and the registry would refuse what the stack wants, before any of it is
 * declared. Failures are thrown, all at once: a program that only logs an error and returns lets the
 * engine delete what it did not declare.
 */
export async function preflight(
  settings: Settings,
  files: WorkflowFiles,
  stackFile?: StackFile,
): Promise<Told> {
  // The state alone tells that, so that it is known also where nothing is asked.
  const asksNothing = settings.preflight === "off";
  const prior = await readPriorState().catch((error: unknown) => {
    // Who wants nothing asked is not stopped by what cannot be told.
    if (asksNothing) return undefined;
    throw error;
  });
  // A mirror is made of what its source holds, so that this is asked whatever the preflight does.
  const mirrors = await mirrorsWantedBy(settings);
  const sources = await askMirrors(settings, mirrors, prior);
  const date = new Date().toISOString().slice(0, "2026-11-25".length);
  const mirror = (name: string): MirrorTold => {
    const { copies } = sources.get(name) ?? nothingSeen;
    const rule = settings.mirrors[name]?.backup;
    const backups = backupsOf(imageOf(settings, { name }), rule, { copies }, prior, date);
    if (copies.length === 0) return { backups };
    const isCopied = copies.every((copy) => !isWritten(imageOf(settings, { name }), copy, prior));
    return { copies, isCopied, backups };
  };
  if (asksNothing) {
    return {
      mirror,
      image: (name) => ({
        pass: passOf(settings, name, prior),
        last: lastUpdate(settings, name, prior),
      }),
      packages: new Map(),
      findings: [],
      seen: (secretName, repository) => seenIn(prior, undefined, secretName, repository),
      proposal: proposalIn(settings, files, prior),
      settle: () => Promise.resolve(),
    };
  }
  const { wanted, looks } = await wantedBy(settings, { files, stackFile });
  const answers = await askStack(wanted, prior, settings.api);
  const all = [
    ...judgeStack(wanted, prior, answers),
    ...mirrors.flatMap((each) => judgeMirror(each, sources.get(each.name) ?? nothingSeen)),
  ];
  const doubts = all.filter(isDoubt);
  const findings = all.filter((finding) => !isDoubt(finding));
  const failures = findings.filter(({ outcome }) => outcome === "fail");
  if (settings.preflight === "strict" && failures.length > 0) {
    tellUnsettled(doubts);
    throw stop(failures);
  }
  findings.forEach(warn);
  return {
    mirror,
    image: (name) => ({
      published: answers.images.get(name)?.published?.is,
      look: looks.get(name),
      pass: passOf(wanted, name, prior, answers.pushes),
      last: lastUpdate(wanted, name, prior),
    }),
    packages: answers.packages,
    findings: findings
      .filter(({ isOfPackage }) => isOfPackage !== true)
      .map(({ setting, found, mend = [] }) => ({ setting, found, mend })),
    seen: (secretName, repository) => seenIn(prior, answers, secretName, repository),
    proposal: proposalIn(settings, files, prior, answers),
    settle: (declared) => settle(doubts, declared, settings.preflight),
  };
}

function proposalIn(
  { repositories }: Settings,
  files: WorkflowFiles,
  prior?: PriorState,
  answers?: StackAnswers,
): Told["proposal"] {
  return (name) => {
    const settings = repositories[name];
    if (settings === undefined) return undefined;
    const wanted = wantedRepository(name, settings, files.get(name));
    return proposalOf(wanted, prior, answers?.workflows.get(name));
  };
}

const nothingSeen: MirrorSeen = { copies: [], empty: [] };

/** Whether the token may push a package, as this preflight or an earlier one observed it. */
function passOf(
  of: Pick<Wanted, "registry" | "owner" | "publisher">,
  name: string,
  prior: PriorState | undefined,
  pushes?: StackAnswers["pushes"],
): SeenImage["pass"] {
  const answer = pushes?.get(printReference(imageOf(of, { name })));
  const isAllowed =
    answer === undefined ? hasPassed(of, { name }, prior) : answer.outcome === "yes";
  return { fingerprint: of.publisher.fingerprint, isAllowed };
}

function lastUpdate(
  of: Pick<Wanted, "registry" | "owner">,
  name: string,
  prior: PriorState | undefined,
): LastUpdate {
  // After a first update that failed nothing is known of what it pushed.
  if (prior === undefined) return { isKnown: false, passed: "" };
  const reference = printReference(imageOf(of, { name }));
  const { passed = "", pushed } = prior.packages.get(reference) ?? {};
  if (pushed === undefined) return { isKnown: true, passed };
  // Platforms are those of what was pushed; who only compares digests wants what is there now.
  const digest = prior.tagDigests.get(pushed.reference) ?? pushed.digest;
  const platforms = digest === pushed.digest ? pushed.platforms : undefined;
  return { isKnown: true, passed, digest, platforms };
}

function seenIn(
  prior?: PriorState,
  answers?: StackAnswers,
  secretName = "",
  repository?: string,
): Seen {
  const list = answers?.repositories;
  const found = list?.outcome === "listed" ? list.repositories : undefined;
  const mark = prior?.changedSecrets.get(secretKey(secretName, repository));
  return {
    repositoryId: repository === undefined ? undefined : found?.get(repository.toLowerCase())?.id,
    secretMark: mark === undefined ? undefined : !mark,
  };
}
