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
    packages: [...images.filter(({ build }) => build === "pulumi"), ...mirrors],
    stackWorkflow: stackFile && {
      repository: stackFile.repository,
      workflow: {
        attest: false,
        file: stackFile.file,
        pullRequest: false,
        overwrite: stack.stackWorkflow?.overwrite === true,
      },
    },
  };
}

function wantedImage(
  image: DesiredImage,
  { owner, version }: Pick<DesiredStack, "owner" | "version">,
): WantedImage {
  const { name, repository } = image;
  return {
    ...image,
    setting: `ghcr:repositories.${repository}.images.${name}`,
    repository: `${owner}/${repository}`,
    version,
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
  repository: DesiredRepository,
  file: WorkflowFile | undefined,
): WantedRepository {
  const { workflow } = repository;
  return { ...repository, workflow: workflow && file && { ...workflow, file } };
}
