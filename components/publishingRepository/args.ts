import type * as github from "@pulumi/github";
import type * as pulumi from "@pulumi/pulumi";
import type { Transform } from "../internal/transform";

export interface PublishingRepositoryArgs {
  /** The user or organisation that owns it, written as GitHub writes it. */
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
  /** @default "private" for one that is made, what GitHub has for one that is adopted */
  readonly visibility?: pulumi.Input<"public" | "private" | "internal">;
  readonly description?: pulumi.Input<string>;
  /**
   * The token that the repository's workflows publish with. It becomes a Pulumi secret. It may be
   * left out only where `secretScope` is `organization`.
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
   * Turns the secret's mark over, so that it is written again: for a secret that another hand
   * changed on GitHub. Left out, nothing is written that need not be.
   */
  readonly secretMark?: boolean | undefined;
  /**
   * The repository's number on GitHub, where it is known already. Without it GitHub is asked for
   * it, and only where it is used.
   */
  readonly repositoryId?: pulumi.Input<number> | undefined;
  /** Changes the resources inside: arguments to lay over theirs, or a function. */
  readonly transform?: {
    readonly repository?: Transform<github.RepositoryArgs>;
    readonly secret?: Transform<github.ActionsSecretArgs>;
    readonly workflowPermissions?: Transform<github.WorkflowRepositoryPermissionsArgs>;
    readonly ruleset?: Transform<github.RepositoryRulesetArgs>;
  };
}
