import type * as pulumi from "@pulumi/pulumi";
import { lookAtSources } from "./checks/sources";
import { parseReference } from "../../core/oci/reference";
import type { WantedMirror } from "./checks/mirrors/observe";
import type { SourceLook } from "../../core/source";
import type { Wanted, WantedRepository } from "./wanted";
import type { WorkflowFile } from "../../core/workflows/proposal";
import type { RepositorySettings, Settings } from "../settings";

/** What the settings make the stack touch, and what was seen of the images' sources on the way. */
export interface WantedAndSeen {
  readonly wanted: Wanted;
  /** By the image's name. */
  readonly looks: ReadonlyMap<string, SourceLook>;
}

/** The mirrors whose sources lie in registries. */
export function mirrorsWantedBy({ mirrors }: Settings): Promise<readonly WantedMirror[]> {
  const asked = Object.entries(mirrors).filter(([, { mode }]) => mode !== "daemon");
  return Promise.all(
    asked.map(async ([name, { from, tags, platforms, login, mode, backup }]) => ({
      setting: `ghcr:mirrors.${name}`,
      name,
      from: parseReference(from),
      tags,
      platforms,
      login: login && { username: login.username, password: await valueOf(login.password) },
      isBuiltOn: mode === "linked",
      keepsBackups: backup !== undefined,
    })),
  );
}

/** A setting's value is there before anything is declared. */
function valueOf(value: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => {
    value.apply(resolve);
  });
}

/** Each repository's workflow, by the repository's name. */
export type WorkflowFiles = ReadonlyMap<string, WorkflowFile>;

/** The workflow that runs the stack, and its repository. */
export interface StackFile {
  readonly repository: string;
  readonly file: WorkflowFile;
}

export async function wantedBy(
  settings: Settings,
  {
    files,
    stackFile,
  }: { readonly files: WorkflowFiles; readonly stackFile?: StackFile | undefined },
): Promise<WantedAndSeen> {
  const { owner, registry, username, administrator, publisher, repositories, mirrors } = settings;
  const { puller, pullUsername } = settings;
  const all = Object.entries(repositories).flatMap(([repository, { images }]) =>
    Object.entries(images).map(([name, image]) => {
      const { context, dockerfile, contexts, tags, build } = image;
      const source = { context, dockerfile, contexts };
      return { name, repository, image, tags, source, isBuiltElsewhere: build === "actions" };
    }),
  );
  const looks = await lookAtSources(all);
  const images = all.map(({ name, repository, image, tags, isBuiltElsewhere }) => {
    const { version, packageVisibility, enforceVisibility } = image;
    const look = looks.get(name);
    return {
      setting: `ghcr:repositories.${repository}.images.${name}`,
      name,
      tags,
      version,
      isBuiltElsewhere,
      ...(look && { facts: look.facts }),
      ...(packageVisibility && {
        look: {
          visibility: packageVisibility,
          isEnforced: enforceVisibility,
          repository: `${owner}/${repository}`,
        },
      }),
    };
  });
  const copied = Object.keys(mirrors).map((name) => ({ setting: `ghcr:mirrors.${name}`, name }));
  const wanted = {
    owner,
    registry,
    username,
    administrator,
    publisher,
    puller,
    pullUsername,
    repositories: Object.entries(repositories).map(([name, each]) =>
      wantedRepository(name, each, files.get(name)),
    ),
    images,
    packages: [...images.filter(({ isBuiltElsewhere }) => !isBuiltElsewhere), ...copied],
    stackWorkflow: stackFile && {
      repository: stackFile.repository,
      workflow: {
        attest: false,
        file: stackFile.file,
        isProposed: false,
        mayOverwrite: settings.stackWorkflow?.overwrite === true,
      },
    },
  };
  return { wanted, looks };
}

export function wantedRepository(
  name: string,
  settings: RepositorySettings,
  file: WorkflowFile | undefined,
): WantedRepository {
  const { create, adopt, mayOverwrite, secretScope, protectTags, onDestroy } = settings;
  const { description, visibility, workflowPermissions, approvePullRequests, workflow } = settings;
  return {
    name,
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
