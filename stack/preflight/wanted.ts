import { packageReference, type Reference } from "../../core/oci/reference";
import type { Token } from "../../core/tokens/token";
import type { WorkflowFile } from "../../core/workflows/proposal";
import type {
  DesiredImage,
  DesiredPublishWorkflow,
  DesiredRepository,
  DesiredStack,
} from "../model";
import type { PriorState } from "../state";

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
  readonly mirrors: readonly WantedMirror[];
  /** The workflow that runs the stack itself. */
  readonly stackWorkflow?: WantedStackWorkflow | undefined;
}

export interface WantedStackWorkflow {
  /** The repository that the program lies in. */
  readonly repository: string;
  readonly workflow: WantedWorkflow;
}

/** A repository as its settings are, but for its images and with its workflow as a file. */
export interface WantedRepository extends Pick<
  DesiredRepository,
  | "create"
  | "adopt"
  | "mayOverwrite"
  | "onDestroy"
  | "visibility"
  | "description"
  | "secretName"
  | "secretScope"
  | "protectTags"
  | "workflowPermissions"
  | "approvePullRequests"
> {
  readonly name: string;
  /** The workflow that publishes from it. */
  readonly workflow?: WantedWorkflow | undefined;
}

/** As the settings are: whether it attests, comes by a pull request, may overwrite a file. */
export interface WantedWorkflow extends Pick<
  DesiredPublishWorkflow,
  "attest" | "pullRequest" | "overwrite"
> {
  readonly file: WorkflowFile;
}

/** A package that the stack pushes to. */
export interface WantedPackage {
  /** The setting that wants it. */
  readonly setting: string;
  /** Below the owner. */
  readonly name: string;
}

/** An image that the stack builds, or reads the digest of, as its settings are. */
export interface WantedImage
  extends
    WantedPackage,
    Pick<DesiredStack, "version">,
    Pick<
      DesiredImage,
      | "context"
      | "dockerfile"
      | "contexts"
      | "tags"
      | "build"
      | "packageVisibility"
      | "enforceVisibility"
    > {
  /** The repository that it belongs to, `owner/name`. */
  readonly repository: string;
}

/** A mirror, which the stack copies. */
export interface WantedMirror extends WantedPackage {
  /** With a tag or a digest where it is one image. */
  readonly from: Reference;
  /** Tags; and ranges of versions where `from` is not one image. */
  readonly tags: readonly string[];
  /** Those to copy; all where none is named. */
  readonly platforms?: readonly string[] | undefined;
  readonly login?: { readonly username: string; readonly password: string } | undefined;
  readonly mode: "copy" | "linked" | "daemon";
  /** The rule for the tag under which it is kept what is written over, where it is. */
  readonly backup?: string | undefined;
}

/** A package as the registry names it. */
export function imageOf(
  { registry, owner }: Pick<Wanted, "registry" | "owner">,
  { name }: Pick<WantedPackage, "name">,
): Reference {
  return packageReference(registry, owner, name);
}

/** Whether the repository is in the state already, as one that was made or adopted. */
export function isManaged(
  { owner }: Pick<Wanted, "owner">,
  { name }: Pick<WantedRepository, "name">,
  prior: PriorState | undefined,
): boolean {
  return prior?.repositories.has(`${owner}/${name}`.toLowerCase()) === true;
}
