import { packageReference, type Reference } from "../../core/oci/reference";
import type { DesiredImage, DesiredMirror, DesiredRepository, DesiredStack } from "../model";
import type { PriorState } from "../state";

/** The path of a repository's settings. */
export function repositorySetting({ name }: Pick<DesiredRepository, "name">): string {
  return `ghcr:repositories.${name}`;
}

/** The path of an image's settings. */
export function imageSetting({
  name,
  repository,
}: Pick<DesiredImage, "name" | "repository">): string {
  return `${repositorySetting({ name: repository })}.images.${name}`;
}

/** The path of a mirror's settings. */
export function mirrorSetting({ name }: Pick<DesiredMirror, "name">): string {
  return `ghcr:mirrors.${name}`;
}

/** A package's reference in the registry. */
export function packageOf(
  { registry, owner }: Pick<DesiredStack, "registry" | "owner">,
  name: string,
): Reference {
  return packageReference(registry, owner, name);
}

/** A package that an update pushes to. */
export interface PushedPackage {
  /** The path of its settings. */
  readonly setting: string;
  /** Without the owner. */
  readonly name: string;
}

/** The packages that an update pushes to: built images and mirrors. */
export function pushedPackages({
  images,
  mirrors,
}: Pick<DesiredStack, "images" | "mirrors">): readonly PushedPackage[] {
  const built = images.filter(({ build }) => build === "pulumi");
  return [
    ...built.map((image) => ({ name: image.name, setting: imageSetting(image) })),
    ...mirrors.map((mirror) => ({ name: mirror.name, setting: mirrorSetting(mirror) })),
  ];
}

/** Whether the stack created or adopted the repository before. */
export function isManaged(
  { owner }: Pick<DesiredStack, "owner">,
  { name }: Pick<DesiredRepository, "name">,
  prior: PriorState | undefined,
): boolean {
  return prior?.repositories.has(`${owner}/${name}`.toLowerCase()) === true;
}

/** The repositories that the stack administers: its own, and the one that contains the program. */
export function repositoryNames({
  repositories,
  stackWorkflow,
}: Pick<DesiredStack, "repositories" | "stackWorkflow">): readonly string[] {
  const names = repositories.map(({ name }) => name);
  const stackRepository = stackWorkflow?.repository;
  const isNamed = names.some((name) => name.toLowerCase() === stackRepository?.toLowerCase());
  return stackRepository === undefined || isNamed ? names : [...names, stackRepository];
}
