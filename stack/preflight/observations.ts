import type { MirrorCopyHint } from "../../components/mirror/args";
import type { PackageVisibilityHints } from "../../components/packageVisibility";
import type { RepositoryAnswer, UserAnswer } from "../../core/checks/answers";
import type { Answer, UnknownAnswer } from "../../core/http/answer";
import type { Reference } from "../../core/oci/reference";
import type { Unavailable } from "../../core/registry/mirrorSource";
import type { Published } from "../../core/registry/published";
import type { ObservedSource } from "../../core/source";
import type { TagRuleProblem } from "../../core/tags/rules";
import type { Credentials } from "../model";

/** What GitHub, the registry and this machine's disk answered; what was not asked is not there. */
export interface Observations {
  /** What GitHub answered about each token. */
  readonly users: { readonly [Name in keyof Credentials]: UserAnswer };
  readonly repositories?: RepositoryList;
  /** What the account that owns the repositories allows. */
  readonly owner?: OwnerAnswer;
  /** Of the repositories that are to be adopted, by name. */
  readonly permissions: ReadonlyMap<string, PermissionsAnswer>;
  /** Of the repositories whose workflow is not in the state as it should be, by name. */
  readonly workflows: ReadonlyMap<string, WorkflowAnswer>;
  /** By the package's reference. */
  readonly pushes: ReadonlyMap<string, Answer>;
  /** What the images are built from, by the image's name. */
  readonly sources: ReadonlyMap<string, ObservedSource>;
  /** By the image's name. */
  readonly images: ReadonlyMap<string, ImageObservation>;
  /** Of those whose visibility is checked, by the image's name. */
  readonly packages: ReadonlyMap<string, PackageVisibilityHints>;
}

/** A repository as GitHub lists it. */
export interface ListedRepository {
  readonly name: string;
  readonly isArchived: boolean;
  /** Its number, which stays when it is renamed. */
  readonly id: number;
  /** Empty where there is none. */
  readonly description: string;
  readonly visibility: string;
  /** Empty where the answer has none. */
  readonly defaultBranch: string;
}

export type RepositoryList =
  | {
      readonly outcome: "listed";
      /** By name in lower case: to GitHub case makes no difference. */
      readonly repositories: ReadonlyMap<string, ListedRepository>;
      /** Whether single sign-on left out what the token was not authorized for. */
      readonly isPartial: boolean;
    }
  | Extract<RepositoryAnswer, { readonly outcome: "refused" }>
  | UnknownAnswer;

/** What the owner's account allows of all its repositories. What GitHub does not show is null. */
export interface OwnerAnswer {
  readonly isOrganization: boolean | null;
  /** The plan's name, in lower case. Only an owner's token with enough scopes is shown it. */
  readonly plan: string | null;
  /** What an organization lets its repositories' workflows do at most. */
  readonly permissions: PermissionsAnswer;
}

/** What a repository's workflows may do; null where GitHub does not show it. */
export type PermissionsAnswer = {
  readonly workflowPermissions: string;
  readonly approvePullRequests: boolean;
} | null;

/** What is on GitHub where a workflow should come to. */
export type WorkflowAnswer =
  | {
      readonly outcome: "observed";
      readonly place: "branch" | "no branch" | "empty repository";
      /** Git's name for what is in the file; null where there is none. */
      readonly blob: string | null;
      /** The branches that begin as the proposal's would. */
      readonly taken: readonly string[];
    }
  | {
      readonly outcome: "proposed";
      readonly number: number;
      readonly state: "open" | "merged" | "closed" | "unknown";
    }
  | UnknownAnswer;

/** What was found out about an image's tags, and about what stands behind the first. */
export interface ImageObservation {
  readonly problems: readonly TagRuleProblem[];
  /** Why git gives no commit. */
  readonly why?: string;
  /** Of an image that is built elsewhere. */
  readonly published?: { readonly reference: Reference; readonly result: Published };
}

/** Why something was not read, and whether what was copied before stays in its place. */
export interface ReadFailure {
  readonly subject: string;
  readonly reason: Unavailable;
  readonly isKept: boolean;
}

/** What one tag of a mirror is made of. */
export interface MirrorCopy extends MirrorCopyHint {
  readonly readFailure?: ReadFailure;
  /** The platforms that it should have and has not. */
  readonly missingPlatforms?: readonly string[];
  /** The digest that the tag holds now, where it is to be kept and is written over. */
  readonly overwrites?: string;
}

/** What a mirror's source holds. */
export interface MirrorObservation {
  readonly copies: readonly MirrorCopy[];
  /** Its list of tags, where it was needed and could not be read. */
  readonly readFailure?: ReadFailure;
  /** The ranges in which no tag lies, by their places. */
  readonly empty: readonly number[];
}

/** By the mirror's name. */
export type MirrorObservations = ReadonlyMap<string, MirrorObservation>;
