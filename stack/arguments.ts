import * as pulumi from "@pulumi/pulumi";
import type { ContainerImageArgs } from "../components/containerImage/args";
import type { ExternalImageArgs } from "../components/externalImage";
import type { MirrorArgs } from "../components/mirror/args";
import type { PublishingRepositoryArgs } from "../components/publishingRepository/args";
import type { PublishWorkflowArgs } from "../components/publishWorkflow/args";
import type { StackWorkflowArgs } from "../components/stackWorkflow";
import { printReference } from "../core/oci/reference";
import type {
  DesiredImage,
  DesiredMirror,
  DesiredPublishWorkflow,
  DesiredRepository,
  DesiredStack,
  DesiredStackWorkflow,
} from "./model";

/**
 * Converts the model to components' arguments. Each function lists every field, so that renaming
 * one on either side fails to compile.
 */

/** Converts a secret of the model to a Pulumi secret. */
export function secretInput(secret: { reveal(): string }): pulumi.Output<string> {
  return pulumi.secret(secret.reveal());
}

export function repositoryArguments(repository: DesiredRepository, stack: DesiredStack) {
  return {
    owner: stack.owner,
    repository: repository.name,
    create: repository.create,
    autoInit: repository.autoInit,
    adopt: repository.adopt,
    onDestroy: repository.onDestroy,
    visibility: repository.visibility,
    description: repository.description,
    token: secretInput(stack.credentials.publish),
    secretName: repository.secretName,
    secretScope: repository.secretScope,
    protectTags: repository.protectTags,
    workflowPermissions: repository.workflowPermissions,
    approvePullRequests: repository.approvePullRequests,
  } satisfies PublishingRepositoryArgs;
}

export function imageArguments(image: DesiredImage, stack: DesiredStack) {
  const secrets = Object.entries(image.secrets ?? {});
  return {
    registry: stack.registry,
    owner: stack.owner,
    image: image.name,
    tags: image.tags,
    version: stack.version,
    releases: stack.releases,
    context: image.context,
    dockerfile: image.dockerfile,
    contexts: image.contexts,
    platforms: image.platforms,
    target: image.target,
    buildArgs: image.buildArgs,
    secrets:
      image.secrets && Object.fromEntries(secrets.map(([id, each]) => [id, secretInput(each)])),
    cache: image.cache,
    network: image.network,
    buildOnPreview: image.buildOnPreview,
    builder: stack.builder,
    username: stack.username,
    token: secretInput(stack.credentials.publish),
  } satisfies Omit<ContainerImageArgs, "source">;
}

export function externalImageArguments(image: DesiredImage, stack: DesiredStack) {
  return {
    registry: stack.registry,
    owner: stack.owner,
    image: image.name,
    username: stack.username,
    token: secretInput(stack.credentials.publish),
  } satisfies ExternalImageArgs;
}

export function mirrorArguments(mirror: DesiredMirror, stack: DesiredStack) {
  const { login } = mirror;
  return {
    registry: stack.registry,
    owner: stack.owner,
    image: mirror.name,
    from: printReference(mirror.from),
    tags: mirror.tags,
    mode: mirror.mode,
    platforms: mirror.platforms,
    login: login && { username: login.username, password: secretInput(login.password) },
    builder: stack.builder,
    username: stack.username,
    token: secretInput(stack.credentials.publish),
  } satisfies MirrorArgs;
}

export function publishWorkflowArguments(
  workflow: DesiredPublishWorkflow,
  repository: Pick<DesiredRepository, "name">,
  stack: Pick<DesiredStack, "owner" | "registry">,
) {
  return {
    owner: stack.owner,
    repository: repository.name,
    registry: stack.registry,
    images: workflow.images,
    secretName: workflow.secretName,
    authentication: workflow.authentication,
    branch: workflow.branch,
    attest: workflow.attest,
    cleanup: workflow.cleanup,
    path: workflow.path,
    overwrite: workflow.overwrite,
    pullRequest: workflow.pullRequest,
  } satisfies PublishWorkflowArgs;
}

export function stackWorkflowArguments(
  workflow: DesiredStackWorkflow,
  stack: Pick<DesiredStack, "owner">,
) {
  return {
    owner: stack.owner,
    repository: workflow.repository,
    secrets: workflow.secrets,
    backend: workflow.backend,
    branch: workflow.branch,
    folder: workflow.folder,
    driftSchedule: workflow.driftSchedule,
    builder: workflow.builder,
    path: workflow.path,
    overwrite: workflow.overwrite,
  } satisfies StackWorkflowArgs;
}
