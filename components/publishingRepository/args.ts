import type * as github from "@pulumi/github";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../internal/transform";

export interface PublishingRepositoryArgs {
  /** The user or organization that owns it, written as GitHub writes it. */
  readonly owner: string;
  /** The repository's name. */
  readonly repository: string;
  /**
   * Whether to make the repository. One that exists already is only referred to.
   * @default false
   */
  readonly create?: boolean;
  /**
   * Whether to take a repository that exists into the stack. What is left open here stays as it is
   * on GitHub; what is said here and differs is written, as with Pulumi's own `import`: only the
   * preflight of the whole program stops at it. The secret, and the ruleset of `protectTags`, are
   * written in any case.
   * @default false
   */
  readonly adopt?: boolean;
  /**
   * What becomes of a repository that was made or adopted when it leaves the stack.
   * @default "archive" for one that is made, "keep" for one that was adopted
   */
  readonly onDestroy?: "archive" | "delete" | "keep";
  /**
   * Who sees the repository.
   * @default "private" for one that is made, what GitHub has for one that is adopted
   */
  readonly visibility?: pulumi.Input<"public" | "private" | "internal">;
  /**
   * The repository's description on GitHub.
   * @default none; what GitHub has for one that is adopted
   */
  readonly description?: pulumi.Input<string>;
  /**
   * The token that the repository's workflows publish with. It becomes a Pulumi secret. It may be
   * left out only where `secretScope` is `organization`.
   * @example new pulumi.Config("ghcr").requireSecret("token")
   */
  readonly token?: pulumi.Input<string>;
  /**
   * The name of the Actions secret that holds the token.
   * @default "GHCR_TOKEN"
   */
  readonly secretName?: string;
  /**
   * Where the secret lies. For `organization` none is made here: an `OrganizationSecret` holds it
   * for all repositories, and is given this one's `repositoryId`.
   * @default "repository"
   */
  readonly secretScope?: "repository" | "organization";
  /**
   * Patterns of tags that can be made, and then neither moved nor deleted.
   * @default none
   * @example ["v*"]
   */
  readonly protectTags?: readonly pulumi.Input<string>[];
  /**
   * What GITHUB_TOKEN may do in a workflow that does not say. A job that says
   * `permissions: packages: write` needs no more than `read` here.
   * @default "read"; what GitHub has for one that is adopted
   */
  readonly workflowPermissions?: pulumi.Input<"read" | "write">;
  /**
   * Whether workflows may create and approve pull requests.
   * @default false; what GitHub has for one that is adopted
   */
  readonly approvePullRequests?: pulumi.Input<boolean>;
  /**
   * Changes the resources inside: arguments to lay over theirs, or a function.
   * @default nothing is changed
   */
  readonly transform?: {
    readonly repository?: Transform<github.RepositoryArgs>;
    readonly secret?: Transform<github.ActionsSecretArgs>;
    readonly workflowPermissions?: Transform<github.WorkflowRepositoryPermissionsArgs>;
    readonly ruleset?: Transform<github.RepositoryRulesetArgs>;
  };
  /**
   * What a preflight saves it from asking.
   * @internal
   */
  readonly hints?: PublishingRepositoryHints;
}

/** What a preflight knows of a repository. Without any of it GitHub is asked, where it matters. */
export interface PublishingRepositoryHints {
  /**
   * The repository's number on GitHub.
   * @default GitHub is asked for it, and only where it is used
   */
  readonly repositoryId?: number;
  /**
   * The mark to give a secret that another hand changed on GitHub, so that it is written again.
   * @default none: nothing is written that need not be
   */
  readonly secretMark?: boolean;
}
