import { posix } from "node:path";

/**
 * A path relative to the repository's root, if it begins with the root's path: the names of parent
 * folders are unknown. A context that is a URL stays unchanged.
 */
export function relativeToRoot(root: string, path: string): string | undefined {
  if (isAddress(path)) return path;
  const [rootSteps, pathSteps] = [stepsOf(root), stepsOf(path)];
  const below = pathSteps.slice(rootSteps.length);
  const isBelow = rootSteps.every((step, index) => step === pathSteps[index]);
  return isBelow && below[0] !== ".." ? below.join("/") || "." : undefined;
}

function stepsOf(path: string): readonly string[] {
  return posix
    .normalize(path)
    .split("/")
    .filter((step) => step !== "." && step !== "");
}

/** `docker-image://…`, `https://…`, `git@host:…`: what a builder fetches by itself. */
function isAddress(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|^[^/]+@[^/]+:/i.test(path);
}
