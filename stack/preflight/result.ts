import { printReference } from "../../core/oci/reference";
import type { Published } from "../../core/registry/published";
import type { SourceLook } from "../../core/source";
import type { Proposal } from "../../core/workflows/proposal";
import { secretKey, type PriorState } from "../state";
import { backupsOf, type Backup } from "./checks/mirrors/backups";
import { isWritten } from "./checks/mirrors/collect";
import { isPushAllowed } from "./checks/pushes";
import { proposalOf } from "./checks/workflows/collect";
import type { Evaluation } from "./evaluate";
import type { SettingFinding } from "./finding";
import type { MirrorObservations, Observations, PackageObservation } from "./observations";
import { packageOf } from "./names";
import type { DesiredRepository, DesiredStack } from "../model";
import type { WorkflowFiles } from "../workflowFiles";

/** What the preflight found, as data, for the resources that are declared after it. */
export interface PreflightResult extends Evaluation {
  /** What failures do: stop, only warn, or nothing was asked. */
  readonly mode: "strict" | "warn" | "off";
  /** By the image's name. */
  readonly images: ReadonlyMap<string, ImageResult>;
  /** By the mirror's name. */
  readonly mirrors: ReadonlyMap<string, MirrorResult>;
  /** By the repository's name. */
  readonly repositories: ReadonlyMap<string, RepositoryResult>;
  /** The organization's secrets that repositories share, by their names in upper case. */
  readonly organizationSecrets: ReadonlyMap<string, Pick<RepositoryResult, "secretMark">>;
  /** What is known of each package that is looked at and was pushed before, by the image's name. */
  readonly packages: ReadonlyMap<string, PackageObservation>;
}

/** What a package of the stack is like, built or copied. */
interface PackageResult {
  /** Whether the token may push it. */
  readonly pass: { readonly fingerprint: string; readonly isAllowed: boolean };
  readonly last: LastUpdate;
}

/** What the last update left of a package. */
interface LastUpdate {
  /** Whether there is a state to know it from. */
  readonly isKnown: boolean;
  /** The fingerprint of the token that was observed to push; empty where none was. */
  readonly passed: string;
  readonly digest?: string | undefined;
  readonly platforms?: readonly string[] | undefined;
}

export interface ImageResult extends PackageResult {
  /** What is behind the first tag, where a workflow builds it. */
  readonly published?: Published | undefined;
  /** What it is built from. */
  readonly look?: SourceLook | undefined;
}

export interface MirrorResult extends PackageResult {
  /** What each tag is made of; nothing where the Docker daemon copies. */
  readonly copies?: readonly { readonly tag: string; readonly sources: readonly string[] }[];
  /** Whether the last update left each tag so already. */
  readonly isCopied?: boolean;
  /** What is kept of what was written over, or is about to be. */
  readonly backups: readonly Backup[];
}

export interface RepositoryResult {
  /** Its number, where it is there. */
  readonly repositoryId: number | undefined;
  /**
   * The mark to give its secret where somebody else changed it on GitHub, so that it is written
   * again; nothing for one that nobody changed.
   */
  readonly secretMark: boolean | undefined;
  /** How its workflow comes by a pull request, where it does. */
  readonly proposal: Proposal | undefined;
}

/** All that the result is made of. */
export interface ResultParts {
  readonly stack: DesiredStack;
  readonly files: WorkflowFiles;
  readonly prior: PriorState | undefined;
  readonly mirrors: MirrorObservations;
  /** Nothing where the preflight is off. */
  readonly observed: Observations | undefined;
  readonly evaluation: Evaluation;
  readonly mode: PreflightResult["mode"];
  /** Today, as `2026-11-25`, for the names of backups. */
  readonly date: string;
}

export function resultOf(parts: ResultParts): PreflightResult {
  const { stack, observed, evaluation, mode } = parts;
  const shared = stack.repositories.filter(({ secretScope }) => secretScope === "organization");
  return {
    ...evaluation,
    mode,
    images: new Map(
      stack.images.map(({ name }) => [
        name,
        {
          ...packageResult(parts, name),
          published: observed?.images.get(name)?.published?.is,
          look: observed?.sources.get(name),
        },
      ]),
    ),
    mirrors: new Map(stack.mirrors.map(({ name }) => [name, mirrorResult(parts, name)])),
    repositories: new Map(stack.repositories.map((each) => [each.name, repositoryOf(parts, each)])),
    organizationSecrets: new Map(
      shared.map(({ secretName }) => [
        secretName.toUpperCase(),
        { secretMark: secretMark(parts, secretName) },
      ]),
    ),
    packages: observed?.packages ?? new Map<string, PackageObservation>(),
  };
}

/** The findings that the update does not look at again, for the stack's outputs. */
export function besidePackages({
  findings,
}: Pick<PreflightResult, "findings">): readonly Required<
  Pick<SettingFinding, "setting" | "found" | "mend">
>[] {
  return findings
    .filter(({ isOfPackage }) => isOfPackage !== true)
    .map(({ setting, found, mend = [] }) => ({ setting, found, mend }));
}

function packageResult({ stack, prior, observed }: ResultParts, name: string): PackageResult {
  const { fingerprint } = stack.credentials.publish;
  const isAllowed = isPushAllowed(stack, name, prior, observed);
  return { pass: { fingerprint, isAllowed }, last: lastUpdate(stack, name, prior) };
}

function lastUpdate(stack: DesiredStack, name: string, prior: PriorState | undefined): LastUpdate {
  // After a first update that failed nothing is known of what it pushed.
  if (prior === undefined) return { isKnown: false, passed: "" };
  const reference = printReference(packageOf(stack, name));
  const { passed = "", pushed } = prior.packages.get(reference) ?? {};
  if (pushed === undefined) return { isKnown: true, passed };
  // Platforms are those of what was pushed; who only compares digests needs what is there now.
  const digest = prior.tagDigests.get(pushed.reference) ?? pushed.digest;
  const platforms = digest === pushed.digest ? pushed.platforms : undefined;
  return { isKnown: true, passed, digest, platforms };
}

function mirrorResult(parts: ResultParts, name: string): MirrorResult {
  const { stack, prior, mirrors, date } = parts;
  const image = packageOf(stack, name);
  const copies = mirrors.get(name)?.copies ?? [];
  const rule = stack.mirrors.find((mirror) => mirror.name === name)?.backup;
  const whole = {
    ...packageResult(parts, name),
    backups: backupsOf(image, rule, { copies }, prior, date),
  };
  if (copies.length === 0) return whole;
  return { ...whole, copies, isCopied: copies.every((copy) => !isWritten(image, copy, prior)) };
}

function repositoryOf(parts: ResultParts, repository: DesiredRepository): RepositoryResult {
  const { files, prior, observed } = parts;
  const { name, secretName } = repository;
  const list = observed?.repositories;
  const listed = list?.outcome === "listed" ? list.repositories : undefined;
  return {
    repositoryId: listed?.get(name.toLowerCase())?.id,
    secretMark: secretMark(parts, secretName, name),
    proposal: proposalOf(repository, files.publish.get(name), prior, observed?.workflows.get(name)),
  };
}

/** Turned over where somebody else changed the secret. Without a repository it is the organization's. */
function secretMark(
  { prior }: ResultParts,
  secretName: string,
  repository?: string,
): boolean | undefined {
  const mark = prior?.changedSecrets.get(secretKey(secretName, repository));
  return mark === undefined ? undefined : !mark;
}
