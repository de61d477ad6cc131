import type { ContainerImageHints } from "../../components/containerImage/args";
import type { ExternalImageHints } from "../../components/externalImage";
import type { PriorUpdate } from "../../components/internal/priorUpdate";
import type { PushHints } from "../../components/internal/pushPermission";
import type { MirrorHints } from "../../components/mirror/args";
import type { OrganizationSecretHints } from "../../components/organizationSecret";
import type { PackageVisibilityHints } from "../../components/packageVisibility";
import type { PublishingRepositoryHints } from "../../components/publishingRepository/args";
import type { PublishWorkflowHints } from "../../components/publishWorkflow/args";
import { printReference } from "../../core/oci/reference";
import { secretKey, type PriorState } from "../state";
import { backupsOf } from "./checks/mirrors/backups";
import { isWritten } from "./checks/mirrors/collect";
import { findNewRepositories } from "./checks/newRepositories";
import { isPushAllowed } from "./checks/pushes";
import { proposalOf } from "./checks/workflows/collect";
import { workflowPlaces } from "./checks/workflows/places";
import { isWaiting } from "./checks/workflows/waiting";
import type { Evaluation } from "./evaluate";
import type { MirrorObservations, Observations } from "./observations";
import { packageOf } from "./names";
import type {
  DesiredImage,
  DesiredMirror,
  DesiredRepository,
  DesiredStack,
  PreflightMode,
} from "../model";
import type { WorkflowFiles } from "../workflowFiles";

/**
 * The preflight's result, as data. Values that the components need are in the form of their
 * `hints`.
 */
export interface PreflightResult extends Evaluation {
  /** Whether failures stop the update or only warn, or nothing was checked. */
  readonly mode: PreflightMode;
  /** By image name. */
  readonly images: ReadonlyMap<string, ContainerImageHints & ExternalImageHints>;
  /** By the mirror's name. */
  readonly mirrors: ReadonlyMap<string, MirrorHints>;
  /** By the repository's name, for it and for its workflow. */
  readonly repositories: ReadonlyMap<string, PublishingRepositoryHints & PublishWorkflowHints>;
  /** The names of the repositories that the update creates; empty if the preflight is off. */
  readonly newRepositories: ReadonlySet<string>;
  /** The keys of the workflows that are not committed before the first push. */
  readonly waitingWorkflows: ReadonlySet<string>;
  /** The organization's secrets that repositories share, by their names in upper case. */
  readonly organizationSecrets: ReadonlyMap<string, OrganizationSecretHints>;
  /** The packages that are checked and were pushed before, by image name. */
  readonly packages: ReadonlyMap<string, PackageVisibilityHints>;
}

/** The input of the result. */
export interface ResultParts {
  readonly stack: DesiredStack;
  readonly files: WorkflowFiles;
  readonly prior: PriorState | undefined;
  readonly mirrors: MirrorObservations;
  /** Undefined if the preflight is off. */
  readonly observed: Observations | undefined;
  readonly evaluation: Evaluation;
  readonly mode: PreflightMode;
  /** Today, as `2026-11-25`, for the names of backups. */
  readonly date: string;
}

export function createResult(parts: ResultParts): PreflightResult {
  const { stack, observed, evaluation, mode } = parts;
  const shared = stack.repositories.filter(({ secretScope }) => secretScope === "organization");
  return {
    ...evaluation,
    mode,
    images: new Map(stack.images.map((each) => [each.name, imageResult(parts, each)])),
    mirrors: new Map(stack.mirrors.map((each) => [each.name, mirrorResult(parts, each)])),
    repositories: new Map(
      stack.repositories.map((each) => [each.name, repositoryResult(parts, each)]),
    ),
    newRepositories:
      observed === undefined
        ? new Set<string>()
        : findNewRepositories(stack, parts.prior, observed),
    waitingWorkflows: new Set(
      workflowPlaces(stack, parts.files)
        .filter((place) => isWaiting(stack, place, parts.prior, observed))
        .map(({ key }) => key),
    ),
    organizationSecrets: new Map(
      shared.map(({ secretName }) => [
        secretName.toUpperCase(),
        { secretMark: secretMark(parts, secretName) },
      ]),
    ),
    packages: observed?.packages ?? new Map<string, PackageVisibilityHints>(),
  };
}

function imageResult(
  parts: ResultParts,
  { name }: DesiredImage,
): ContainerImageHints & ExternalImageHints {
  const { stack, prior, observed } = parts;
  const reference = printReference(packageOf(stack, name));
  return {
    ...packageResult(parts, name),
    published: observed?.images.get(name)?.published?.result,
    lastPinned: observed && prior?.lastPinned.get(reference),
    observedSource: observed?.sources.get(name),
  };
}

/** Hints for a package, built or copied. */
function packageResult({ stack, prior, observed }: ResultParts, name: string): Required<PushHints> {
  const { fingerprint } = stack.credentials.publish;
  const isAllowed = isPushAllowed(stack, name, prior, observed);
  return { pushPermission: { fingerprint, isAllowed }, prior: priorUpdate(stack, name, prior) };
}

function priorUpdate(
  stack: DesiredStack,
  name: string,
  prior: PriorState | undefined,
): PriorUpdate {
  if (prior === undefined) return { hasState: false, fingerprint: "" };
  const reference = printReference(packageOf(stack, name));
  const { fingerprint = "", pushed } = prior.packages.get(reference) ?? {};
  if (pushed === undefined) return { hasState: true, fingerprint };
  // The digest is the current one, for comparisons; the platforms belong to the pushed one.
  const digest = prior.tagDigests.get(printReference(pushed.reference)) ?? pushed.digest;
  const platforms = digest === pushed.digest ? pushed.platforms : undefined;
  return { hasState: true, fingerprint, digest, platforms };
}

function mirrorResult(parts: ResultParts, { name, backup }: DesiredMirror): MirrorHints {
  const { stack, prior, mirrors, date } = parts;
  const image = packageOf(stack, name);
  const copies = mirrors.get(name)?.copies ?? [];
  const hints: MirrorHints = {
    ...packageResult(parts, name),
    backups: backupsOf(image, backup, { copies }, prior, date),
  };
  // Images of the Docker daemon were not read.
  if (copies.length === 0) return hints;
  return { ...hints, copies, isCopied: copies.every((copy) => !isWritten(image, copy, prior)) };
}

function repositoryResult(
  parts: ResultParts,
  repository: DesiredRepository,
): PublishingRepositoryHints & PublishWorkflowHints {
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

/**
 * Toggled if somebody else changed the secret. Without a repository it is the organization's
 * secret.
 */
function secretMark(
  { prior }: ResultParts,
  secretName: string,
  repository?: string,
): boolean | undefined {
  const mark = prior?.changedSecrets.get(secretKey(secretName, repository));
  return mark === undefined ? undefined : !mark;
}
