import type { Visibility } from "../core/github/packageState";
import type { Reference } from "../core/oci/reference";
import type { Secret } from "../core/tokens/secret";
import type { Token } from "../core/tokens/token";
import type { PlannedImage, StackPlan, CleanupPlan } from "../core/workflows";

/**
 * What a stack should be, with every default filled in. `parseSettings` makes it, and nothing else
 * describes a stack. `Available` names the tokens that were requested.
 */
export interface DesiredStack<Available extends keyof Credentials = keyof Credentials> {
  /** The account that owns the repositories and packages, as the settings write it. */
  readonly owner: string;
  /** The registry's host, with a port if it needs one. */
  readonly registry: string;
  /** The address of GitHub's API. */
  readonly apiAddress: string;
  /** The account that logs in to the registry to push. */
  readonly username: string;
  /** The account that logs in to the registry to pull. */
  readonly pullUsername: string;
  /** What the preflight does with failures. */
  readonly preflight: PreflightMode;
  /** The version that tag rules are filled from; without it no rule can use one. */
  readonly version?: string | undefined;
  /** Whether an update may move the tag of a published version. */
  readonly releases: "fixed" | "movable";
  /** The buildx builder that builds; without it the one in use. */
  readonly builder?: { readonly name: string } | undefined;
  /** The tokens that the stack works with. */
  readonly credentials: Pick<Credentials, Available>;
  /** The repositories that can publish. */
  readonly repositories: readonly DesiredRepository[];
  /** The images that are built from those repositories. */
  readonly images: readonly DesiredImage[];
  /** The packages that are copied from other registries. */
  readonly mirrors: readonly DesiredMirror[];
  /** The workflow that runs this stack from GitHub Actions, where there is one. */
  readonly stackWorkflow?: DesiredStackWorkflow | undefined;
}

/** `strict` stops the update at a failure, `warn` only reports it, `off` checks nothing. */
export type PreflightMode = "strict" | "warn" | "off";

/** The tokens that a stack works with. */
export interface Credentials {
  /** The token that administers the repositories. A stack of mirrors alone may have none. */
  readonly admin?: Token | undefined;
  /** The token that pushes, and that becomes the repositories' Actions secret. */
  readonly publish: Token;
  /** The token that deployments pull with, where one is set. */
  readonly pull?: Token | undefined;
}

/** A repository that can publish. */
export interface DesiredRepository {
  /** Its name, without the owner. */
  readonly name: string;
  /** Whether the stack creates it. */
  readonly create: boolean;
  /** Whether one that the stack creates starts with a commit. */
  readonly autoInit: boolean;
  /** Whether the stack takes over one that exists. */
  readonly adopt: boolean;
  /** Whether adopting it may write settings that differ on GitHub. */
  readonly mayOverwrite: boolean;
  /** What happens to it when it leaves the stack; the default depends on how it came in. */
  readonly onDestroy?: "archive" | "delete" | "keep" | undefined;
  /** Its visibility; without it GitHub's value, or private for a new one. */
  readonly visibility?: Visibility | undefined;
  /** Its description on GitHub. */
  readonly description?: string | undefined;
  /** The Actions secret that holds the publishing token. */
  readonly secretName: string;
  /** Whether that secret belongs to the repository or to its organization. */
  readonly secretScope: "repository" | "organization";
  /** Patterns of tags that nobody may move or delete. */
  readonly protectTags?: readonly string[] | undefined;
  /** What GITHUB_TOKEN may do in a workflow that sets no permissions. */
  readonly workflowPermissions?: "read" | "write" | undefined;
  /** Whether workflows may create and approve pull requests. */
  readonly approvePullRequests?: boolean | undefined;
  /** The workflow that publishes from it, where there is one. */
  readonly workflow?: DesiredPublishWorkflow | undefined;
}

/** An image that is built and pushed. */
export interface DesiredImage {
  /** The package's name, without the owner. */
  readonly name: string;
  /** The name of the repository that it is built from, and that its package is linked to. */
  readonly repository: string;
  /** The folder to build from, relative to the program. */
  readonly context: string;
  /** The Dockerfile; without it `Dockerfile` in the context. */
  readonly dockerfile?: string | undefined;
  /** Other folders or images that the Dockerfile refers to, by the names that it uses. */
  readonly contexts?: Readonly<Record<string, string>> | undefined;
  /**
   * The tags to push: fixed text, and rules. For a workflow's image, only the tags that can be
   * read.
   */
  readonly tags: readonly string[];
  /** The platforms to build for; without them the builder's own. */
  readonly platforms?: readonly string[] | undefined;
  /** The stage of the Dockerfile to build; without it the last. */
  readonly target?: string | undefined;
  /** Values for the Dockerfile's ARG. */
  readonly buildArgs?: Readonly<Record<string, string>> | undefined;
  /** The secrets that the build may read, by the id that the Dockerfile uses. */
  readonly secrets?: Readonly<Record<string, Secret>> | undefined;
  /** Whether an update or a workflow builds it. */
  readonly build: "pulumi" | "actions";
  /** Whether the workflow that builds it attests it. */
  readonly attested: boolean;
  /** Where build steps are cached for other machines. */
  readonly cache: "registry" | "gha" | "inline" | "off";
  /** The network of RUN. */
  readonly network: "default" | "none" | "host";
  /** Whether a preview builds it too. */
  readonly buildOnPreview: boolean;
  /** The package's visibility; without it the package is not checked. */
  readonly packageVisibility?: Visibility | undefined;
  /** Whether a different visibility stops an update. */
  readonly enforceVisibility: boolean;
  /** The Compose services that run it. */
  readonly services: readonly string[];
}

/** A package that is copied from another registry. */
export interface DesiredMirror {
  /** The package's name below the owner. */
  readonly name: string;
  /** The source, with a tag or a digest if it is a single image. */
  readonly from: Reference;
  /** Tags, and version ranges if `from` is not a single image. */
  readonly tags: readonly string[];
  /** The platforms to copy; without them all of the source's. */
  readonly platforms?: readonly string[] | undefined;
  /** How it is copied: between registries, by a build on top of it, or by the Docker daemon. */
  readonly mode: "copy" | "linked" | "daemon";
  /** The name of the repository that the package is linked to. */
  readonly repository?: string | undefined;
  /** The login at the source's registry. */
  readonly login?: { readonly username: string; readonly password: Secret } | undefined;
  /** The rule for the tag that keeps overwritten content. */
  readonly backup?: string | undefined;
  /** The Compose services that run it. */
  readonly services: readonly string[];
}

/** The workflow that publishes a repository's images. */
export interface DesiredPublishWorkflow {
  /** Whether it logs in with the Actions secret if that is set, or always with GITHUB_TOKEN. */
  readonly authentication: "token" | "workflow-token";
  /** The branch that it is committed to, and whose pushes it publishes. */
  readonly branch: string;
  /** Whether it attests the images that it pushes. */
  readonly attest: boolean;
  /** Its file, from the repository's root. */
  readonly path: string;
  /** Whether a pull request adds it to its branch. */
  readonly pullRequest: boolean;
  /** The Actions secret that it logs in with. */
  readonly secretName: string;
  /** Whether it may replace a file that exists. */
  readonly overwrite: boolean;
  /** The images that it builds, with paths from the repository's root. */
  readonly images: readonly PlannedImage[];
  /** Which old versions it deletes; without it none. */
  readonly cleanup?: CleanupPlan | undefined;
}

/** The workflow that runs the stack. */
export interface DesiredStackWorkflow {
  /** The name of the repository that contains the program. */
  readonly repository: string;
  /** The branch that it is committed to, and whose pushes update the stack. */
  readonly branch: string;
  /** Its file, from the repository's root. */
  readonly path: string;
  /** The program's folder, from the repository's root. */
  readonly folder: string;
  /** The Actions secrets that Pulumi needs. */
  readonly secrets: readonly string[];
  /** The state's backend; without it Pulumi Cloud, or a secret's value. */
  readonly backend?: string | undefined;
  /** When it checks for drift, as a cron expression; without it never. */
  readonly driftSchedule?: string | undefined;
  /** Whether it may replace a file that exists. */
  readonly overwrite: boolean;
  /** The builder, if an update builds images. */
  readonly builder?: StackPlan["builder"];
}
