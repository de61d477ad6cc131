import { quote } from "../text/characters";
import {
  digestProblem,
  packageProblem,
  registryProblem,
  tagProblem,
  fullNameProblem,
} from "./names";

/** A reference to an image in a registry: `registry/name:tag@digest`. */
export interface Reference {
  readonly registry: string;
  /** The path below the registry, in lower case: `owner/image` or `owner/group/image`. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** A reference that names a tag. */
export interface TaggedReference extends Reference {
  readonly tag: string;
}

/**
 * The name of a package in the registry. GitHub keeps an owner's capitals; the registry accepts none.
 * Throws if the name is invalid.
 */
export function packageReference(registry: string, owner: string, name: string): Reference {
  const path = `${owner}/${name}`;
  const reference = { registry, name: toAsciiLowerCase(path) };
  return requireValid(reference, `${registry}/${path}`);
}

/** The reference that names the tag and the digest. Only this one is pinned. */
export function pin(reference: Reference, tag: string, digest: string): Reference {
  const { registry, name } = reference;
  return requireValid(
    { registry, name, tag, digest },
    printReference({ registry, name, tag, digest }),
  );
}

/** A package at GitHub: its owner, if it has one, and its name below the owner. */
export function packageOf({ name }: Pick<Reference, "name">): {
  readonly owner?: string;
  readonly name: string;
} {
  const slash = name.indexOf("/");
  return slash < 1 ? { name } : { owner: name.slice(0, slash), name: name.slice(slash + 1) };
}

export function printReference({ registry, name, tag, digest }: Reference): string {
  return [
    `${registry}/${name}`,
    tag === undefined ? "" : `:${tag}`,
    digest === undefined ? "" : `@${digest}`,
  ].join("");
}

/** The problems of a reference, each a sentence; empty if every client accepts it. */
export function referenceProblems(reference: Reference): readonly string[] {
  const { registry, name, tag, digest } = reference;
  const capitals = /[A-Z]/.exec(name)?.index;
  return [
    [`the registry ${quote(registry)}`, registryProblem(registry)],
    [`the name ${quote(name)}`, packageProblem(name) ?? fullNameProblem(registry, name)],
    [
      `the name ${quote(name)}`,
      capitals === undefined
        ? undefined
        : `has capital letters, which registries do not accept: '${name.charAt(capitals)}' at character ${capitals + 1}`,
    ],
    [`the tag ${quote(tag ?? "")}`, tag === undefined ? undefined : tagProblem(tag)],
    [quote(digest ?? ""), digest === undefined ? undefined : digestProblem(digest)],
  ].flatMap(([what, problem]) => (problem === undefined ? [] : [`${what} ${problem}`]));
}

/** The parts of a text that has the shape of a reference. The parts are not validated. */
export function splitReference(text: string): Reference | undefined {
  const slash = text.indexOf("/");
  const registry = text.slice(0, Math.max(slash, 0));
  const [path = "", ...digests] = text.slice(slash + 1).split("@");
  const colon = path.indexOf(":");
  const name = colon < 0 ? path : path.slice(0, colon);
  const tag = colon < 0 ? undefined : path.slice(colon + 1);
  const digest = digests.length === 0 ? undefined : digests.join("@");
  if (registry === "" || name === "" || tag === "" || digest === "") return undefined;
  return {
    registry,
    name,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** Parses what `printReference` prints, strictly: see `normalizeReference` for user input. */
export function parseReference(text: string): Reference {
  const reference = splitReference(text);
  if (reference === undefined) {
    throw new Error(`${quote(text)} is not a reference: registry/name:tag@digest`);
  }
  return requireValid(reference, text);
}

/** ASCII capitals in lower case. Others are kept, and then rejected by name. */
export function toAsciiLowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}

/** Returns the reference, or throws all of its problems. */
function requireValid(reference: Reference, text: string): Reference {
  const problems = referenceProblems(reference);
  if (problems.length > 0) throw new Error(`${quote(text)}: ${problems.join("; ")}`);
  return reference;
}
