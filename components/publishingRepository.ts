import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";
import { ownerProblem, repositoryProblem, secretNameProblem } from "../ghcr/names";
import { checkArgument } from "./arguments";

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
  /** @default "private" */
  readonly visibility?: pulumi.Input<"public" | "private" | "internal">;
  readonly description?: pulumi.Input<string>;
  /** The token that the repository's workflows publish with. It becomes a Pulumi secret. */
  readonly token: pulumi.Input<string>;
  /**
   * The name of the Actions secret that holds the token.
   * @default "GHCR_TOKEN"
   */
  readonly secretName?: string;
  /**
   * What GITHUB_TOKEN may do in a workflow that does not say. A job that says
   * `permissions: packages: write` needs no more than `read` here.
   * @default "read"
   */
  readonly workflowPermissions?: pulumi.Input<"read" | "write">;
  /**
   * Whether workflows may create and approve pull requests.
   * @default false
   */
  readonly approvePullRequests?: pulumi.Input<boolean>;
}

/** A repository whose workflows can publish containers: its secret and its permissions. */
export class PublishingRepository extends pulumi.ComponentResource {
  /** `OWNER/NAME`. */
  public readonly fullName: pulumi.Output<string>;
  /** The repository's page, which a package names as its source to be linked to it. */
  public readonly source: pulumi.Output<string>;
  /** The name of the Actions secret that holds the token. */
  public readonly secretName: pulumi.Output<string>;

  constructor(
    name: string,
    args: PublishingRepositoryArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("ghcr:index:PublishingRepository", name, {}, opts);

    checkArgument("owner", args.owner, ownerProblem);
    checkArgument("repository", args.repository, repositoryProblem);
    checkArgument("secretName", args.secretName ?? "GHCR_TOKEN", secretNameProblem);
    const secretName = args.secretName ?? "GHCR_TOKEN";
    const repository = args.create === true ? this.createRepository(name, args) : args.repository;

    new github.ActionsSecret(
      `${name}-secret`,
      { repository, secretName, value: pulumi.secret(args.token) },
      { parent: this },
    );
    new github.WorkflowRepositoryPermissions(
      `${name}-workflow-permissions`,
      {
        repository,
        defaultWorkflowPermissions: args.workflowPermissions ?? "read",
        canApprovePullRequestReviews: args.approvePullRequests ?? false,
      },
      { parent: this },
    );

    // From the repository's own output, so that what is linked to it waits for it.
    this.fullName = pulumi.interpolate`${args.owner}/${repository}`;
    this.source = pulumi.interpolate`https://github.com/${this.fullName}`;
    this.secretName = pulumi.output(secretName);
    this.registerOutputs({
      fullName: this.fullName,
      source: this.source,
      secretName: this.secretName,
    });
  }

  /** Makes the repository, and gives its name as an output that waits for it to be there. */
  private createRepository(name: string, args: PublishingRepositoryArgs): pulumi.Output<string> {
    const repository = new github.Repository(
      name,
      {
        name: args.repository,
        description: args.description,
        visibility: args.visibility ?? "private",
        // Without a first commit there is no branch for a workflow to run on.
        autoInit: true,
        // What people pushed into it is theirs: destroying the stack sets it aside.
        archiveOnDestroy: true,
      },
      { parent: this },
    );
    return repository.name;
  }
}
