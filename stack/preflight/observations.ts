import type { MirrorCopyHint } from "../../components/mirror/args";
import type { PackageVisibilityHints } from "../../components/packageVisibility";
import type { RepositoryAnswer, UserAnswer } from "../../core/checks/answers";
import type { Answer, UnknownAnswer } from "../../core/http/answer";
import type { Reference } from "../../core/oci/reference";
import type { UnavailableAnswer } from "../../core/registry/mirrorSource";
import type { PublishedAnswer } from "../../core/registry/published";
import type { ObservedSource } from "../../core/source";
import type { TagRuleProblem } from "../../core/tags/rules";
import type { Credentials } from "../model";

/**
 * Responses of GitHub and the registry, and facts from this machine's disk. What was not read is
 * missing.
 */
export interface Observations {
  /** GitHub's response about each token. */
  readonly users: { readonly [Name in keyof Credentials]: UserAnswer };
  readonly repositories?: RepositoryList;
  /** The policies of the owner's account. */
  readonly owner?: OwnerAnswer;
  /** The permissions of repositories to adopt, by name. */
  readonly permissions: ReadonlyMap<string, PermissionsAnswer>;
  /** The repositories whose workflow differs from the prior state, by name. */
  readonly workflows: ReadonlyMap<string, WorkflowAnswer>;
  /** By package reference. */
  readonly pushes: ReadonlyMap<string, Answer>;
  /** The images' sources, by image name. */
  readonly sources: ReadonlyMap<string, ObservedSource>;
  /** By image name. */
  readonly images: ReadonlyMap<string, ImageObservation>;
  /** The packages that are checked, by image name. */
  readonly packages: ReadonlyMap<string, PackageVisibilityHints>;
}

/** A repository as GitHub lists it. */
export interface ListedRepository {
  readonly name: string;
  readonly isArchived: boolean;
  /** Its GitHub ID, which stays the same if it is renamed. */
  readonly id: number;
  /** Empty if there is none. */
  readonly description: string;
  readonly visibility: string;
  /** Empty if the response has none. */
  readonly defaultBranch: string;
}

export type RepositoryList =
  | {
      readonly outcome: "listed";
      /** By name in lower case, because GitHub ignores case. */
      readonly repositories: ReadonlyMap<string, ListedRepository>;
      /** Whether single sign-on omitted repositories that the token is not authorized for. */
      readonly isPartial: boolean;
    }
  | Extract<RepositoryAnswer, { readonly outcome: "refused" }>
  | UnknownAnswer;

/** The policies of the owner's account. Values that GitHub does not show are null. */
export interface OwnerAnswer {
  readonly isOrganization: boolean | null;
  /** The plan's name, in lower case. Only an owner's token with enough scopes can read it. */
  readonly plan: string | null;
  /** The most that an organization allows its workflows. */
  readonly permissions: PermissionsAnswer;
}

/** The permissions of workflows; null if GitHub does not show them. */
export type PermissionsAnswer = {
  readonly workflowPermissions: string;
  readonly approvePullRequests: boolean;
} | null;

/** The state of a workflow's file or pull request on GitHub. */
export type WorkflowAnswer =
  | {
      readonly outcome: "observed";
      readonly place: "branch" | "no branch" | "empty repository";
      /** The SHA of the file's blob; null if the file does not exist. */
      readonly blob: string | null;
      /** The branches whose names start like the proposal's. */
      readonly branches: readonly string[];
    }
  | {
      readonly outcome: "proposed";
      readonly number: number;
      readonly state: "open" | "merged" | "closed" | "unknown";
    }
  | UnknownAnswer;

/** An image's filled tags, and what its first tag points to. */
export interface ImageObservation {
  readonly problems: readonly TagRuleProblem[];
  /** Why Git has no commit. */
  readonly why?: string;
  /** Set for an image that is built elsewhere. */
  readonly published?: { readonly reference: Reference; readonly result: PublishedAnswer };
}

/** A source that could not be read, and whether its previous copy is kept. */
export interface ReadFailure {
  readonly subject: string;
  readonly reason: UnavailableAnswer;
  readonly isKept: boolean;
}

/** The sources of a mirror's tag. */
export interface MirrorCopy extends MirrorCopyHint {
  readonly readFailure?: ReadFailure;
  /** The requested platforms that the source does not have. */
  readonly missingPlatforms?: readonly string[];
  /** The tag's current digest, if the update overwrites it and a backup is requested. */
  readonly overwrites?: string;
}

/** A mirror's source. */
export interface MirrorObservation {
  readonly copies: readonly MirrorCopy[];
  /** Set if its list of tags could not be read. */
  readonly readFailure?: ReadFailure;
  /** The indexes of ranges that match no tag. */
  readonly emptyRanges: readonly number[];
}

/** By mirror name. */
export type MirrorObservations = ReadonlyMap<string, MirrorObservation>;
