import type * as pulumi from "@pulumi/pulumi";
import { parseReference } from "../../core/oci/reference";
import type { WorkflowFile } from "../../core/workflows/proposal";
import type { MirrorSettings, RepositorySettings, Settings } from "../settings";
import type { Wanted, WantedImage, WantedMirror, WantedRepository } from "./wanted";

/** Each repository's workflow, by the repository's name. */
export type WorkflowFiles = ReadonlyMap<string, WorkflowFile>;

/** The workflow that runs the stack, and its repository. */
export interface StackFile {
  readonly repository: string;
  readonly file: WorkflowFile;
}

/** What the settings make the stack touch. */
export async function wantedBy(
  settings: Settings,
  files: WorkflowFiles,
  stackFile: StackFile | undefined,
): Promise<Wanted> {
  const { owner, registry, username, administrator, publisher, puller, pullUsername } = settings;
  const images = Object.entries(settings.repositories).flatMap(([name, repository]) =>
    wantedImages(owner, name, repository),
  );
  const mirrors = await Promise.all(
    Object.entries(settings.mirrors).map(([name, mirror]) => wantedMirror(name, mirror)),
  );
  return {
    ...{ owner, registry, username, administrator, publisher, puller, pullUsername },
    repositories: Object.entries(settings.repositories).map(([name, each]) =>
      wantedRepository(name, each, files.get(name)),
    ),
    images,
    mirrors,
    packages: [...images.filter(({ build }) => build === "pulumi"), ...mirrors],
    stackWorkflow: stackFile && {
      repository: stackFile.repository,
      workflow: {
        attest: false,
        file: stackFile.file,
        pullRequest: false,
        overwrite: settings.stackWorkflow?.overwrite === true,
      },
    },
  };
}

function wantedImages(
  owner: string,
  repository: string,
  { images }: RepositorySettings,
): readonly WantedImage[] {
  return Object.entries(images).map(([name, image]) => ({
    ...image,
    setting: `ghcr:repositories.${repository}.images.${name}`,
    name,
    repository: `${owner}/${repository}`,
  }));
}

async function wantedMirror(
  name: string,
  { from, tags, platforms, login, mode, backup }: MirrorSettings,
): Promise<WantedMirror> {
  return {
    setting: `ghcr:mirrors.${name}`,
    name,
    from: parseReference(from),
    ...{ tags, platforms, mode, backup },
    login: login && { username: login.username, password: await valueOf(login.password) },
  };
}

/** A setting's value is there before anything is declared. */
function valueOf(value: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => {
    value.apply(resolve);
  });
}

function wantedRepository(
  name: string,
  settings: RepositorySettings,
  file: WorkflowFile | undefined,
): WantedRepository {
  const { workflow } = settings;
  return { ...settings, name, workflow: workflow && file && { ...workflow, file } };
}
