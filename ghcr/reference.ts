import { packageProblem, registryProblem, tagProblem } from "./names";

/** A reference to an image in a registry: `registry/name:tag@digest`. */
export interface Reference {
  readonly registry: string;
  /** The path below the registry, in lower case: `owner/image` or `owner/group/image`. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

const digestPattern = /^sha256:[0-9a-f]{64}$/;

/** The name of a package in the registry. GitHub keeps an owner's capitals, the registry takes none. */
export function packageReference(registry: string, owner: string, name: string): Reference {
  return { registry, name: `${owner}/${name}`.toLowerCase() };
}

/** The reference that names the tag and the digest. Only this one is pinned. */
export function pin(reference: Reference, tag: string, digest: string): Reference {
  if (!digestPattern.test(digest)) throw new Error(`'${digest}' is not a digest`);
  return { registry: reference.registry, name: reference.name, tag, digest };
}

export function printReference({ registry, name, tag, digest }: Reference): string {
  return [
    `${registry}/${name}`,
    tag === undefined ? "" : `:${tag}`,
    digest === undefined ? "" : `@${digest}`,
  ].join("");
}

/** Reads a reference as `printReference` writes it. */
export function parseReference(text: string): Reference {
  const found = /^([^/]+)\/([^:@]+)(?::([^@]+))?(?:@(.+))?$/.exec(text);
  const [, registry, name, tag, digest] = found ?? [];
  if (registry === undefined || name === undefined) {
    throw new Error(`'${text}' is not a reference: registry/name:tag@digest`);
  }
  const problems = [
    [`the registry '${registry}'`, registryProblem(registry)],
    [
      `the name '${name}'`,
      name === name.toLowerCase()
        ? packageProblem(name)
        : "has capitals, and a registry takes none",
    ],
    [`'${tag ?? ""}'`, tag === undefined ? undefined : tagProblem(tag)],
  ] as const;
  for (const [what, problem] of problems) {
    if (problem !== undefined) throw new Error(`'${text}': ${what} ${problem}`);
  }
  if (digest !== undefined && !digestPattern.test(digest)) {
    throw new Error(`'${text}': '${digest}' is not a digest`);
  }
  return {
    registry,
    name,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}
