import { posix } from "node:path";
import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";
import {
  branchProblem,
  ownerProblem,
  packageProblem,
  platformProblem,
  registryProblem,
  repositoryProblem,
  secretNameProblem,
  workflowPathProblem,
} from "../ghcr/names";
import { tagRuleProblem } from "../ghcr/tagRules";
import { renderPublish, type PlannedImage } from "../workflows";
import { badArgument, checkArgument } from "./arguments";
import type { PublishingRepository } from "./publishingRepository";
import { transformed, type Transform } from "./transform";

export interface PublishWorkflowArgs {
  /** The user or organisation that owns repository and packages, written as GitHub writes it. */
  readonly owner: string;
  readonly repository: string;
  /**
   * The registry's host, with its port if it has one.
   * @default "ghcr.io"
   */
  readonly registry?: string;
  /**
   * What the workflow builds and pushes. Paths go from the repository's root.
   * @example
   * [{ name: "v7/web", context: "web", tags: ["{{tag}}", "latest"], platforms: ["linux/amd64"] }]
   */
  readonly images: readonly PlannedImage[];
  /**
   * The name of the Actions secret that holds the token.
   * @default "GHCR_TOKEN"
   */
  readonly secretName?: string;
  /**
   * How it logs in: `token` takes the secret where it is there, and GITHUB_TOKEN else;
   * `workflow-token` takes GITHUB_TOKEN always.
   * @default "token"
   */
  readonly authentication?: "token" | "workflow-token";
  /**
   * The branch that the workflow is committed to, and whose pushes it publishes. It must be there.
   * @default "main"
   */
  readonly branch?: string;
  /**
   * Whether it attests what it pushed. For a repository that is not public GitHub takes that on the
   * plan Enterprise Cloud only.
   * @default false
   */
  readonly attest?: boolean;
  /**
   * The workflow's file.
   * @default ".github/workflows/publish.yml"
   */
  readonly path?: string;
  /**
   * Whether a file that is there already, and that the stack did not write, is written over.
   * @default false: the update fails
   */
  readonly overwrite?: boolean;
  /** Changes the resource inside: arguments to lay over its own, or a function. */
  readonly transform?: { readonly file?: Transform<github.RepositoryFileArgs> };
}

/**
 * The workflow that publishes a repository's images from GitHub Actions, as a file that is committed
 * to it. Declare it with `dependsOn` the `PublishingRepository`: the commit starts the workflow's
 * first run, which needs the secret and the permissions. Removed, it removes the file.
 */
export class PublishWorkflow extends pulumi.ComponentResource {
  /** The file's path in the repository. */
  public readonly path: pulumi.Output<string>;
  /** The page that shows the workflow's runs. */
  public readonly page: pulumi.Output<string>;

  constructor(name: string, args: PublishWorkflowArgs, opts?: pulumi.ComponentResourceOptions) {
    super("ghcr:index:PublishWorkflow", name, {}, opts);

    const { transform, overwrite = false, ...others } = args;
    const { path, ...plan } = { ...defaults, ...others };
    checkArguments({ path, ...plan });
    const file = new github.RepositoryFile(
      ...transformed<github.RepositoryFileArgs>(
        transform?.file,
        `${name}-workflow`,
        {
          repository: plan.repository,
          branch: plan.branch,
          file: path,
          content: renderPublish(plan),
          // Said, because the provider would give the message of its last change to the deletion.
          commitMessage: `Keep ${path} as the stack has it`,
          overwriteOnCreate: overwrite,
        },
        { parent: this },
      ),
    );
    this.path = file.file;
    const actions = `https://github.com/${plan.owner}/${plan.repository}/actions/workflows`;
    this.page = file.file.apply((each) => `${actions}/${posix.basename(each)}`);
    this.registerOutputs({ path: this.path, page: this.page });
  }
}

const defaults = {
  registry: "ghcr.io",
  secretName: "GHCR_TOKEN",
  authentication: "token",
  branch: "main",
  attest: false,
  path: ".github/workflows/publish.yml",
} as const;

type Checked = Required<Omit<PublishWorkflowArgs, "overwrite" | "transform">>;

function checkArguments(args: Checked): void {
  checkArgument("owner", args.owner, ownerProblem);
  checkArgument("repository", args.repository, repositoryProblem);
  checkArgument("registry", args.registry, registryProblem);
  checkArgument("secretName", args.secretName, secretNameProblem);
  checkArgument("branch", args.branch, branchProblem);
  checkArgument("path", args.path, workflowPathProblem);
  if (args.images.length === 0) throw badArgument("images", "names no image");
  args.images.forEach(({ name, tags, platforms }, index) => {
    const at = `images[${index}]`;
    checkArgument(`${at}.name`, name, packageProblem);
    if (tags.length === 0) throw badArgument(`${at}.tags`, "names no tag");
    for (const tag of tags) checkArgument(`${at}.tags`, tag, tagRuleProblem);
    for (const platform of platforms) checkArgument(`${at}.platforms`, platform, platformProblem);
  });
}

/** A repository with the workflow that its settings ask for. */
export interface WithWorkflow {
  readonly name: string;
  readonly workflow?: Omit<PublishWorkflowArgs, "owner" | "repository" | "registry"> | undefined;
  readonly publishing: PublishingRepository;
}

/** Writes each repository's workflow, once the repository can publish. */
export function writeWorkflows(
  repositories: readonly WithWorkflow[],
  to: Pick<PublishWorkflowArgs, "owner" | "registry">,
  {
    after,
    ...opts
  }: pulumi.ComponentResourceOptions & { readonly after?: readonly pulumi.Resource[] },
): readonly PublishWorkflow[] {
  return repositories.flatMap(({ name, workflow, publishing }) => {
    if (workflow === undefined) return [];
    const dependsOn = [publishing, ...(after ?? [])];
    return [
      new PublishWorkflow(name, { ...to, ...workflow, repository: name }, { ...opts, dependsOn }),
    ];
  });
}
