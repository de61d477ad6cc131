import { relative, sep } from "node:path";
import { packageProblem } from "../../../../core/oci/names";
import { toAsciiLowerCase } from "../../../../core/oci/reference";
import type { GitHubRepository } from "../../../../core/github/remoteAddress";
import { repositoryNameOf, type FoundDockerfile, type FoundFolder } from "./findDockerfiles";

/** An image as in the settings, with paths relative to the program's folder. */
export interface ProposedImage {
  readonly name: string;
  readonly context: string;
  /** Only if it is not `Dockerfile` in the context. */
  readonly dockerfile?: string;
}

export interface ProposedRepository {
  readonly name: string;
  /** If git names it. */
  readonly owner?: string;
  /** The path of its clone, relative to the program's folder. */
  readonly root: string;
  readonly images: readonly ProposedImage[];
  /** What was found but is not proposed, each with its reason. */
  readonly skipped: readonly string[];
}

/** Names of images for development, which are only published on request. */
const forDevelopers = /^(?:dev|devel|development|debug|test|tests|testing|local|devcontainer)$/;

/**
 * Proposes an image for each Dockerfile. A single one gets the repository's name; several also get
 * the folder's name or the Dockerfile's variant.
 */
export function proposeImages(
  { root, dockerfiles }: FoundFolder,
  origin: GitHubRepository | undefined,
  {
    program,
    requestedName,
  }: { readonly program: string; readonly requestedName?: string | undefined },
): ProposedRepository {
  const name = requestedName ?? origin?.name ?? repositoryNameOf(root);
  const parts = dockerfiles.map((each) => nameParts(each, root));
  const isDefault = parts.map((each) => !each.some((part) => forDevelopers.test(part)));
  const isOnly = isDefault.filter(Boolean).length === 1;
  const images: ProposedImage[] = [];
  const skipped: string[] = [];
  for (const [index, found] of dockerfiles.entries()) {
    const path = parts[index] ?? [];
    const short = path.slice(-1);
    const isClear = parts.filter((each) => each.at(-1) === path.at(-1)).length === 1;
    const below = isOnly && isDefault[index] === true ? [] : isClear ? short : path;
    const image = [name, ...below].map(lowerPart).join("/");
    const where = relativePath(program, found.dockerfile);
    const problem = packageProblem(image);
    if (problem !== undefined) skipped.push(`${where}: '${image}' ${problem}`);
    else if (images.some((each) => each.name === image)) {
      skipped.push(`${where}: '${image}' is already the name of another image`);
    } else images.push(createImage(image, found, program));
  }
  return {
    name,
    ...(origin && { owner: origin.owner }),
    root: relativePath(program, root),
    images,
    skipped,
  };
}

/** The repositories of an owner, and those whose owner is unknown. */
export function filterByOwner(
  owner: string,
  repositories: readonly ProposedRepository[],
): readonly ProposedRepository[] {
  return repositories.filter(
    (each) => each.owner === undefined || toAsciiLowerCase(each.owner) === toAsciiLowerCase(owner),
  );
}

/** Whether an image is published unless the images are named. */
export function isPublishedByDefault({ name }: ProposedImage): boolean {
  return !name.split("/").some((part) => forDevelopers.test(part));
}

function nameParts({ context, variant }: FoundDockerfile, root: string): readonly string[] {
  const folders = relative(root, context)
    .split(sep)
    .filter((part) => part !== "");
  return [...folders, ...(variant === undefined ? [] : [variant])].map(lowerPart);
}

function createImage(name: string, found: FoundDockerfile, program: string): ProposedImage {
  const context = relativePath(program, found.context);
  const dockerfile = relativePath(program, found.dockerfile);
  // BuildKit's default.
  const isPlain = dockerfile === `${context === "." ? "" : `${context}/`}Dockerfile`;
  return { name, context, ...(isPlain ? {} : { dockerfile }) };
}

/** A path relative to the program's folder, with slashes on every system. */
function relativePath(program: string, path: string): string {
  const from = relative(program, path).split(sep).join("/");
  return from === "" ? "." : from;
}

/** Part of a package name: lowercase, and without characters that registries reject. */
function lowerPart(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/([._-])[._]+|[._]+(?=-)/g, "$1")
    .replace(/^[._-]+|[._-]+$/g, "");
}
