import type { LastPinned } from "../../components/internal/priorUpdate";
import type { Reference } from "../../core/oci/reference";
import type { SourceImage } from "../../core/registry/mirrorSource";
import { mirrorCopies, sourceImages, tagDigests, type MirrorCopies } from "./mirrors";
import { outputsOf, type OutputsOf, type StoredResource } from "./resources";
import { priorWorkflows, type PriorWorkflow } from "./workflows";

/** The state of the last update, as far as the next one needs it. */
export interface PriorState {
  /** The repositories that the stack created or adopted, `owner/name` in lower case. */
  readonly repositories: ReadonlySet<string>;
  /**
   * The Actions secrets that somebody else changed before the last refresh, by `secretKey`. The
   * value is whether the secret already has the mark that makes Pulumi write it again.
   */
  readonly changedSecrets: ReadonlyMap<string, boolean>;
  /** The packages of images and mirrors, by `registry/name`. */
  readonly packages: ReadonlyMap<string, PriorPackage>;
  /** The last pinned reference of each image that has one, by `registry/name`. */
  readonly lastPinned: ReadonlyMap<string, LastPinned>;
  /**
   * Each tag's digest, by `registry/name:tag`, from the provider's state: a refresh reads a
   * mirror's tag again, and may find what somebody else pushed.
   */
  readonly tagDigests: ReadonlyMap<string, string>;
  readonly mirrorCopies: MirrorCopies;
  /** The manifests of mirrors' sources, by digest. */
  readonly sourceImages: ReadonlyMap<string, SourceImage>;
  /** By the repository's name in lower case. */
  readonly workflows: ReadonlyMap<string, PriorWorkflow>;
}

export interface PriorPackage {
  /**
   * The fingerprint of the token that was observed to push it; empty if none was, and undefined if
   * a workflow pushes it instead of the stack.
   */
  readonly fingerprint: string | undefined;
  /** The last pushed image, if its digest is known. */
  readonly pushed: PushedImage | undefined;
}

export interface PushedImage {
  /** By its first tag. */
  readonly reference: Reference;
  readonly digest: string;
  /** Its platforms, if known. */
  readonly platforms: readonly string[] | undefined;
}

/** Reads what the next update needs from a state's resources, without secrets. */
export function priorState(resources: readonly StoredResource[]): PriorState {
  return {
    repositories: new Set(
      outputsOf("github:index/repository:Repository", resources).flatMap(
        ({ fullName }) => fullName?.toLowerCase() ?? [],
      ),
    ),
    changedSecrets: changedSecrets(resources),
    packages: priorPackages(resources),
    lastPinned: lastPinned(resources),
    tagDigests: tagDigests(resources),
    mirrorCopies: mirrorCopies(resources),
    sourceImages: sourceImages(resources),
    workflows: priorWorkflows(resources),
  };
}

/** Names an Actions secret of a repository, or of the organization. */
export function secretKey(secretName: string, repository = ""): string {
  return `${repository}/${secretName}`.toLowerCase();
}

/** The provider detects the change, but does nothing (6.15), because no input differs. */
function changedSecrets(resources: readonly StoredResource[]): ReadonlyMap<string, boolean> {
  const secrets: readonly OutputsOf<"github:index/actionsSecret:ActionsSecret">[] = [
    ...outputsOf("github:index/actionsSecret:ActionsSecret", resources),
    ...outputsOf("github:index/actionsOrganizationSecret:ActionsOrganizationSecret", resources),
  ];
  return new Map(
    secrets.flatMap((secret) => {
      const { repository, secretName, updatedAt, remoteUpdatedAt, destroyOnDrift = false } = secret;
      if (secretName === undefined || !updatedAt || !remoteUpdatedAt) return [];
      if (updatedAt === remoteUpdatedAt) return [];
      return [[secretKey(secretName, repository), destroyOnDrift] as const];
    }),
  );
}

function priorPackages(resources: readonly StoredResource[]): ReadonlyMap<string, PriorPackage> {
  const stored = [
    ...outputsOf("ghcr:index:ContainerImage", resources),
    ...outputsOf("ghcr:index:Mirror", resources),
  ];
  return new Map(
    stored.flatMap(({ package: name, passed: fingerprint, reference, digest, platforms }) => {
      if (name === undefined) return [];
      const pushed = reference && digest ? { reference, digest, platforms } : undefined;
      return [[name, { fingerprint, pushed }] as const];
    }),
  );
}

/** A workflow's image may have been built by the stack before. */
function lastPinned(resources: readonly StoredResource[]): ReadonlyMap<string, LastPinned> {
  const stored = [
    ...outputsOf("ghcr:index:ContainerImage", resources),
    ...outputsOf("ghcr:index:ExternalImage", resources),
  ];
  return new Map(
    stored.flatMap(({ package: name, pinned: { tag, digest } = {}, platforms }) =>
      name === undefined || tag === undefined || digest === undefined
        ? []
        : [[name, { tag, digest, platforms }] as const],
    ),
  );
}
