import type * as github from "@pulumi/github";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../internal/transform";

export interface PublishingRepositoryArgs {
  /** The user or organization that owns the repository, spelled as on GitHub. */
  readonly owner: string;
  /** The repository's name. */
  readonly repository: string;
  /**
   * Whether to create the repository. Otherwise an existing one is only referred to.
   * @default false
   */
  readonly create?: boolean;
  /**
   * Whether a created repository starts with a commit, a README. A workflow is committed to a
   * branch, which needs one; but a clone that has commits of its own can only push to an empty
   * repository.
   * @default true
   */
  readonly autoInit?: boolean;
  /**
   * Whether to take over an existing repository. Unset arguments stay as they are on GitHub;
   * arguments that differ are written, as with Pulumi's own `import`. Only the program's preflight
   * stops at differences. The secret and the ruleset of `protectTags` are written in any case.
   * @default false
   */
  readonly adopt?: boolean;
  /**
   * What happens when a created or adopted repository is removed from the stack.
   * @default "archive" for a created repository, "keep" for an adopted one
   */
  readonly onDestroy?: "archive" | "delete" | "keep";
  /**
   * The repository's visibility.
   * @default "private" for a created repository, GitHub's value for an adopted one
   */
  readonly visibility?: pulumi.Input<"public" | "private" | "internal">;
  /**
   * The repository's description on GitHub.
   * @default none, or GitHub's value for an adopted repository
   */
  readonly description?: pulumi.Input<string>;
  /**
   * The token that the repository's workflows publish with. It becomes a Pulumi secret. Required
   * unless `secretScope` is `organization`.
   * @example new pulumi.Config("ghcr").requireSecret("token")
   */
  readonly token?: pulumi.Input<string>;
  /**
   * The name of the Actions secret that holds the token.
   * @default "GHCR_TOKEN"
   */
  readonly secretName?: string;
  /**
   * Where the secret is stored. With `organization` this component creates none: pass its
   * `repositoryId` to an `OrganizationSecret`.
   * @default "repository"
   */
  readonly secretScope?: "repository" | "organization";
  /**
   * Patterns of tags that can be created, but not moved or deleted.
   * @default none
   * @example ["v*"]
   */
  readonly protectTags?: readonly pulumi.Input<string>[];
  /**
   * The permissions of GITHUB_TOKEN in workflows that set none. A job with
   * `permissions: packages: write` needs only `read` here.
   * @default "read", or GitHub's value for an adopted repository
   */
  readonly workflowPermissions?: pulumi.Input<"read" | "write">;
  /**
   * Whether workflows may create and approve pull requests.
   * @default false, or GitHub's value for an adopted repository
   */
  readonly approvePullRequests?: pulumi.Input<boolean>;
  /**
   * Changes the resources inside: arguments that override the component's, or a function.
   * @default no changes
   */
  readonly transform?: {
    readonly repository?: Transform<github.RepositoryArgs>;
    readonly secret?: Transform<github.ActionsSecretArgs>;
    readonly workflowPermissions?: Transform<github.WorkflowRepositoryPermissionsArgs>;
    readonly ruleset?: Transform<github.RepositoryRulesetArgs>;
  };
  /**
   * Values that a preflight already read.
   * @internal
   */
  readonly hints?: PublishingRepositoryHints;
}

/** A preflight's results about a repository. Without them, GitHub is asked if needed. */
export interface PublishingRepositoryHints {
  /**
   * The repository's GitHub ID.
   * @default GitHub is asked, if the ID is used
   */
  readonly repositoryId?: number;
  /**
   * The mark for a secret that somebody else changed on GitHub, so that Pulumi writes it again.
   * @default none: the secret is not written again
   */
  readonly secretMark?: boolean;
}
