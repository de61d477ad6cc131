import type { Reference } from "../../core/oci/reference";
import type { SourceImage } from "../../core/registry/mirrorSource";
import { mirrorCopies, sourceImages, tagDigests, type MirrorCopies } from "./mirrors";
import { outputsOf, type OutputsOf, type StoredResource } from "./resources";
import { priorWorkflows, type PriorWorkflow } from "./workflows";

/** What the last update left, as far as its state holds it. */
export interface PriorState {
  /** The repositories that the stack created or adopted, `owner/name` in lower case. */
  readonly repositories: ReadonlySet<string>;
  /**
   * The Actions secrets that somebody else changed, as the last refresh found them, by `secretKey`;
   * each with whether it has the mark that makes Pulumi write it again.
   */
  readonly changedSecrets: ReadonlyMap<string, boolean>;
  /** The packages of images and mirrors, by `registry/name`. */
  readonly packages: ReadonlyMap<string, PriorPackage>;
  /**
   * The digest behind each tag, by `registry/name:tag`, as the provider holds it: a refresh reads a
   * mirror's tag again, and may find what somebody else pushed.
   */
  readonly tagDigests: ReadonlyMap<string, string>;
  readonly mirrorCopies: MirrorCopies;
  /** What was read of mirrors' sources, by digest. */
  readonly sourceImages: ReadonlyMap<string, SourceImage>;
  /** By the repository's name in lower case. */
  readonly workflows: ReadonlyMap<string, PriorWorkflow>;
}

export interface PriorPackage {
  /**
   * The fingerprint of the token that was observed to push it; empty where none was, and undefined
   * where a workflow pushes it and not the stack.
   */
  readonly passed: string | undefined;
  /** What was pushed last, where its digest is known. */
  readonly pushed: PushedImage | undefined;
}

export interface PushedImage {
  /** By its first tag. */
  readonly reference: Reference;
  readonly digest: string;
  /** What it was built for, where that is known. */
  readonly platforms: readonly string[] | undefined;
}

/** Reads what matters to the next update out of a state's resources, and nothing that is secret. */
export function priorState(resources: readonly StoredResource[]): PriorState {
  return {
    repositories: new Set(
      outputsOf("github:index/repository:Repository", resources).flatMap(
        ({ fullName }) => fullName?.toLowerCase() ?? [],
      ),
    ),
    changedSecrets: changedSecrets(resources),
    packages: priorPackages(resources),
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

/** The provider finds them, and does nothing about it (6.15): to Pulumi no input differs. */
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
    stored.flatMap(({ package: name, passed, reference, digest, platforms }) => {
      if (name === undefined) return [];
      const pushed = reference && digest ? { reference, digest, platforms } : undefined;
      return [[name, { passed, pushed }] as const];
    }),
  );
}
