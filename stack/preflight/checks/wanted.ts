import { packageReference, printReference, type Reference } from "../../../core/oci/reference";
import type { SourceImage } from "../../../core/registry/mirrorSource";
import type { Visibility } from "../../../core/github/packageState";
import type { Token } from "../../../core/tokens/token";
import type { WorkflowFile } from "../../../core/workflows/proposal";
import type { SourceFacts } from "../../../core/source";

/** What a stack wants to touch, and as whom. */
export interface Wanted {
  readonly owner: string;
  readonly registry: string;
  readonly username: string;
  /** Administers the repositories. */
  readonly administrator: Token;
  /** Pushes, and becomes the repositories' secret. */
  readonly publisher: Token;
  /** Is handed out for pulling, under that name. */
  readonly puller?: Token | undefined;
  readonly pullUsername: string;
  readonly repositories: readonly WantedRepository[];
  readonly packages: readonly WantedPackage[];
  readonly images: readonly WantedImage[];
  /** The workflow that runs the stack itself. */
  readonly stackWorkflow?: WantedStackWorkflow | undefined;
}

export interface WantedStackWorkflow {
  /** The repository that the program lies in. */
  readonly repository: string;
  readonly workflow: WantedWorkflow;
}

export interface WantedRepository {
  readonly name: string;
  /** Whether the stack makes it. */
  readonly isMade: boolean;
  /** Whether the stack takes over one that exists, and may then write what differs. */
  readonly adoption?: "as it is" | "overwriting" | undefined;
  /** What the settings say; what they leave open is not here. */
  readonly description?: string | undefined;
  readonly visibility?: string | undefined;
  readonly workflowPermissions?: "read" | "write" | undefined;
  readonly approvePullRequests?: boolean | undefined;
  /** Whether an organisation's secret is its secret. */
  readonly sharesSecret?: boolean;
  /** Whether a ruleset protects its tags. */
  readonly protectsTags?: boolean;
  /** The workflow that publishes from it. */
  readonly workflow?: WantedWorkflow | undefined;
  /** Whether it is deleted when it leaves the stack. */
  readonly isDeletedAtTheEnd?: boolean;
}

export interface WantedWorkflow {
  /** Whether it signs what it pushed. */
  readonly attest: boolean;
  readonly file: WorkflowFile;
  /** Whether a pull request brings it. */
  readonly isProposed: boolean;
  /** Whether it may be written over a file that is there already. */
  readonly mayOverwrite: boolean;
}

/** A package that the stack pushes to. */
export interface WantedPackage {
  /** The setting that wants it. */
  readonly setting: string;
  /** Below the owner. */
  readonly name: string;
}

/** An image that the stack builds, or reads the digest of. */
export interface WantedImage extends WantedPackage {
  /** Fixed text and rules. */
  readonly tags: readonly string[];
  readonly version?: string | undefined;
  /** What git tells of its source, where its tags are made of that. */
  readonly facts?: SourceFacts;
  /** Whether a workflow builds and pushes it. */
  readonly isBuiltElsewhere: boolean;
  /** Who should see its package, and the repository that it should be linked to, `owner/name`. */
  readonly look?:
    | undefined
    | {
        readonly visibility: Visibility;
        readonly isEnforced: boolean;
        readonly repository: string;
      };
}

/** What the last update left, as far as it is known. */
export interface Known {
  /** The repositories that the stack made or adopted, `owner/name` in lower case. */
  readonly repositories: ReadonlySet<string>;
  /**
   * The Actions secrets that another hand changed, as the last refresh saw it, by `secretKey`; and
   * whether each bears the mark that makes Pulumi write it again.
   */
  readonly changedSecrets?: ReadonlyMap<string, boolean>;
  /**
   * The packages that the stack pushes to, each with the fingerprint of the token that was observed
   * to push it; empty where none was.
   */
  readonly passes: ReadonlyMap<string, string>;
  /** What was pushed last, by the package's reference. */
  readonly digests?: ReadonlyMap<string, KnownDigest>;
  /**
   * The digest behind each tag, by `registry/name:tag`, as the provider holds it: a refresh looks at
   * a mirror's tag again, and may find what somebody else pushed.
   */
  readonly held?: ReadonlyMap<string, string>;
  /** What each tag of a mirror was made of, by the package's reference and by the tag. */
  readonly copied?: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  /** What was read of mirrors' sources, by their digest. */
  readonly sources?: ReadonlyMap<string, SourceImage>;
  /** By the repository's name in lower case. */
  readonly workflows?: ReadonlyMap<string, KnownWorkflow>;
}

/** What the state has of a repository's workflow. */
export interface KnownWorkflow {
  readonly repository: string;
  readonly files: readonly KnownFile[];
  readonly branches: readonly string[];
  readonly pullRequests: readonly KnownPullRequest[];
  /** The branch that no pull request was opened for, because the file was there before. */
  readonly needless?: string;
}

/** What was pushed last. */
export interface KnownDigest {
  readonly digest: string;
  /** By its first tag. */
  readonly reference: string;
  /** What it is for, where that was told. */
  readonly platforms?: readonly string[] | undefined;
}

export interface KnownFile {
  readonly branch: string;
  readonly path: string;
  /** Git's name for what was in it when the state last saw it. */
  readonly blob: string;
}

export interface KnownPullRequest {
  /** The branch that it is of. */
  readonly head: string;
  readonly number: number;
  /** Whether it was open when the state last saw it. */
  readonly isOpen: boolean;
}

/** A package as the registry names it. */
export function imageOf(
  { registry, owner }: Pick<Wanted, "registry" | "owner">,
  { name }: Pick<WantedPackage, "name">,
): Reference {
  return packageReference(registry, owner, name);
}

/** Whether the repository is in the state already, as one that was made or adopted. */
export function isOurs(
  { owner }: Wanted,
  { name }: WantedRepository,
  known: Known | undefined,
): boolean {
  return known?.repositories.has(`${owner}/${name}`.toLowerCase()) === true;
}

/** Whether the very token was observed to push the package before: what is built is no matter. */
export function hasPassed(
  wanted: Pick<Wanted, "registry" | "owner" | "publisher">,
  each: Pick<WantedPackage, "name">,
  known: Known | undefined,
): boolean {
  const passed = known?.passes.get(printReference(imageOf(wanted, each)));
  return passed === wanted.publisher.fingerprint;
}
