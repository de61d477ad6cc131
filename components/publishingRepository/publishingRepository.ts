import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";
import { ownerProblem, repositoryProblem, secretNameProblem } from "../../core/oci/names";
import { adoptionOptions, permissionProperties, repositoryProperties } from "./adoption";
import { argumentError, checkArgument } from "../internal/arguments";
import type { PublishingRepositoryArgs } from "./args";
import { applySecretMark } from "../internal/secretMark";
import { applyTransform } from "../internal/transform";

export type { PublishingRepositoryArgs } from "./args";

/** A repository whose workflows can publish containers, with its secret and permissions. */
export class PublishingRepository extends pulumi.ComponentResource {
  /** `OWNER/NAME`. */
  public readonly fullName: pulumi.Output<string>;
  /** The repository's page. A package that names it as its source is linked to the repository. */
  public readonly source: pulumi.Output<string>;
  /** The name of the Actions secret that holds the token. */
  public readonly secretName: pulumi.Output<string>;

  /** The name of the shared organization secret; undefined if the repository has its own. */
  public readonly sharedSecret: string | undefined;

  /** The repository, if it is created or adopted here. */
  public readonly repository: github.Repository | undefined;

  private readonly parts: pulumi.CustomResource[] = [];

  constructor(
    private readonly name: string,
    private readonly args: PublishingRepositoryArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("ghcr:index:PublishingRepository", name, {}, opts);

    const { secretName = "GHCR_TOKEN" } = args;
    this.checkArguments(secretName);
    this.repository =
      args.create === true || args.adopt === true ? this.createOrAdopt() : undefined;
    // From the repository's output, so that its resources wait for it.
    const repository = this.repository?.name ?? pulumi.output(args.repository);
    // GitHub ignores case in secret names.
    this.sharedSecret = args.secretScope === "organization" ? secretName.toUpperCase() : undefined;
    if (this.sharedSecret === undefined) this.parts.push(this.setSecret(repository, secretName));
    this.parts.push(this.setWorkflowPermissions(repository));
    if (args.protectTags !== undefined) {
      this.parts.push(this.protectTags(repository, args.protectTags));
    }

    this.fullName = pulumi.interpolate`${args.owner}/${repository}`;
    this.source = pulumi.interpolate`https://github.com/${this.fullName}`;
    this.secretName = pulumi.output(secretName);
    this.registerOutputs({
      fullName: this.fullName,
      source: this.source,
      secretName: this.secretName,
    });
  }

  /** The repository's GitHub ID, which an organization secret refers to. */
  get repositoryId(): pulumi.Output<number> {
    if (this.repository !== undefined) return this.repository.repoId;
    const { owner, repository, hints } = this.args;
    if (hints?.repositoryId !== undefined) return pulumi.output(hints.repositoryId);
    const fullName = `${owner}/${repository}`;
    return github.getRepositoryOutput({ fullName }, { parent: this }).repoId;
  }

  /**
   * Resolves when GitHub has the repository with its secret and permissions; in a preview, never.
   * @internal
   */
  whenCreated(): Promise<void> {
    return new Promise((resolve) => {
      pulumi.all(this.parts.map(({ id }) => id)).apply(() => {
        resolve();
      });
    });
  }

  private checkArguments(secretName: string): void {
    const { owner, repository, create, adopt, secretScope, token } = this.args;
    checkArgument("owner", owner, ownerProblem);
    checkArgument("repository", repository, repositoryProblem);
    checkArgument("secretName", secretName, secretNameProblem);
    if (create === true && adopt === true) {
      throw argumentError("adopt", "cannot be combined with 'create'; set only one of them");
    }
    if (secretScope !== "organization" && token === undefined) {
      throw argumentError("token", "is required for the repository's secret");
    }
  }

  /** Creates the repository, or adopts the existing one. */
  private createOrAdopt(): github.Repository {
    const { repository, description, visibility, adopt, onDestroy, transform } = this.args;
    const { autoInit = true } = this.args;
    const isAdopted = adopt === true;
    const onRemoval = onDestroy ?? (isAdopted ? "keep" : "archive");
    const [name, args, opts] = applyTransform<github.RepositoryArgs>(
      transform?.repository,
      this.name,
      {
        name: repository,
        description,
        visibility: visibility ?? (isAdopted ? undefined : "private"),
        autoInit: isAdopted ? undefined : autoInit,
        // Set because the provider otherwise turns issues off.
        hasIssues: isAdopted ? undefined : true,
        // Archiving keeps what people pushed. For an adopted repository that is kept, it stays
        // unset, because setting it is a write and nothing deletes the repository.
        archiveOnDestroy: isAdopted && onRemoval === "keep" ? undefined : onRemoval !== "delete",
      },
      // Unset rather than false, which would override the component's own options.
      { parent: this, ...(onRemoval === "keep" ? { retainOnDelete: true } : {}) },
    );
    return new github.Repository(
      name,
      args,
      isAdopted ? adoptionOptions(repository, repositoryProperties, args, opts) : opts,
    );
  }

  private setSecret(repository: pulumi.Output<string>, secretName: string): github.ActionsSecret {
    const { hints, token, transform } = this.args;
    return new github.ActionsSecret(
      ...applySecretMark(
        hints?.secretMark,
        applyTransform<github.ActionsSecretArgs>(
          transform?.secret,
          `${this.name}-secret`,
          { repository, secretName, value: pulumi.secret(token) },
          { parent: this },
        ),
      ),
    );
  }

  private setWorkflowPermissions(
    repository: pulumi.Output<string>,
  ): github.WorkflowRepositoryPermissions {
    const { adopt, workflowPermissions, approvePullRequests, transform } = this.args;
    const isAdopted = adopt === true;
    const [name, args, opts] = applyTransform<github.WorkflowRepositoryPermissionsArgs>(
      transform?.workflowPermissions,
      `${this.name}-workflow-permissions`,
      {
        repository,
        defaultWorkflowPermissions: workflowPermissions ?? (isAdopted ? undefined : "read"),
        canApprovePullRequestReviews: approvePullRequests ?? (isAdopted ? undefined : false),
      },
      // On deletion the provider would reset the permissions of a repository that stays in use.
      { parent: this, retainOnDelete: true },
    );
    return new github.WorkflowRepositoryPermissions(
      name,
      args,
      isAdopted ? adoptionOptions(this.args.repository, permissionProperties, args, opts) : opts,
    );
  }

  private protectTags(
    repository: pulumi.Output<string>,
    patterns: readonly pulumi.Input<string>[],
  ): github.RepositoryRuleset {
    const includes = patterns.map((pattern) => pulumi.interpolate`refs/tags/${pattern}`);
    return new github.RepositoryRuleset(
      ...applyTransform<github.RepositoryRulesetArgs>(
        this.args.transform?.ruleset,
        `${this.name}-tags`,
        {
          repository,
          name: "Released tags stay",
          target: "tag",
          enforcement: "active",
          conditions: { refName: { includes, excludes: [] } },
          // Creating a tag stays possible; moving and deleting it do not.
          rules: { update: true, deletion: true },
        },
        { parent: this },
      ),
    );
  }
}
