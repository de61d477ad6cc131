import type { WorkflowFile } from "../../core/workflows/proposal";
import type { DesiredImage, DesiredMirror, DesiredRepository, DesiredStack } from "../model";
import type { Wanted, WantedImage, WantedMirror, WantedRepository } from "./wanted";

/** Each repository's workflow, by the repository's name. */
export type WorkflowFiles = ReadonlyMap<string, WorkflowFile>;

/** The workflow that runs the stack, and its repository. */
export interface StackFile {
  readonly repository: string;
  readonly file: WorkflowFile;
}

/** What the settings make the stack touch. */
export function wantedBy(
  stack: DesiredStack,
  files: WorkflowFiles,
  stackFile: StackFile | undefined,
): Wanted {
  const { owner, registry, username, pullUsername, credentials } = stack;
  const { admin: administrator, publish: publisher, pull: puller } = credentials;
  const images = stack.images.map((image) => wantedImage(image, stack));
  const mirrors = stack.mirrors.map(wantedMirror);
  return {
    ...{ owner, registry, username, administrator, publisher, puller, pullUsername },
    repositories: stack.repositories.map((each) => wantedRepository(each, files.get(each.name))),
    images,
    mirrors,
    packages: [...images.filter(({ isBuiltElsewhere }) => !isBuiltElsewhere), ...mirrors],
    stackWorkflow: stackFile && {
      repository: stackFile.repository,
      workflow: {
        attest: false,
        file: stackFile.file,
        isProposed: false,
        mayOverwrite: stack.stackWorkflow?.overwrite === true,
      },
    },
  };
}

function wantedImage(
  image: DesiredImage,
  { owner, version }: Pick<DesiredStack, "owner" | "version">,
): WantedImage {
  const { name, repository, context, dockerfile, contexts, tags, build } = image;
  const { packageVisibility: visibility, enforceVisibility: isEnforced } = image;
  return {
    setting: `ghcr:repositories.${repository}.images.${name}`,
    name,
    tags,
    version,
    source: { context, dockerfile, contexts },
    isBuiltElsewhere: build === "actions",
    look: visibility && { visibility, isEnforced, repository: `${owner}/${repository}` },
  };
}

/** A mirror as the preflight looks at it. */
export function wantedMirror(mirror: DesiredMirror): WantedMirror {
  const { name, from, tags, platforms, login, mode, backup } = mirror;
  return {
    setting: `ghcr:mirrors.${name}`,
    name,
    from,
    ...{ tags, platforms, mode, backup },
    login: login && { username: login.username, password: login.password.reveal() },
  };
}

function wantedRepository(
  settings: DesiredRepository,
  file: WorkflowFile | undefined,
): WantedRepository {
  const { name, create, adopt, mayOverwrite, secretName, secretScope } = settings;
  const { protectTags, onDestroy } = settings;
  const { description, visibility, workflowPermissions, approvePullRequests, workflow } = settings;
  return {
    name,
    secretName,
    isMade: create,
    adoption: adopt ? (mayOverwrite ? "overwriting" : "as it is") : undefined,
    description,
    visibility,
    workflowPermissions,
    approvePullRequests,
    sharesSecret: secretScope === "organization",
    ...(workflow &&
      file && {
        workflow: {
          attest: workflow.attest,
          file,
          isProposed: workflow.pullRequest,
          mayOverwrite: workflow.overwrite,
        },
      }),
    protectsTags: protectTags !== undefined,
    isDeletedAtTheEnd: (create || adopt) && onDestroy === "delete",
  };
}
