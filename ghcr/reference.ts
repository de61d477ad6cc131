/** A reference to an image in a registry: `registry/name:tag@digest`. */
export interface Reference {
  readonly registry: string;
  /** The path below the registry, in lower case: `owner/image` or `owner/group/image`. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/**
 * One part of a name, by the distribution specification: letters and digits, in groups that `.`,
 * `_`, `__` or any number of `-` may join.
 */
const namePart = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

/** The distribution specification's tag. */
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

const digestPattern = /^sha256:[0-9a-f]{64}$/;

/** What is wrong with a package's name below its owner, in words; nothing if it is right. */
export function nameProblem(name: string): string | undefined {
  if (name === "") return "is empty";
  for (const part of name.split("/")) {
    if (part === "") return `has an empty part between slashes`;
    if (!namePart.test(part.toLowerCase())) {
      return `has the part '${part}', and a part is made of letters and digits that single '.', '_' or '-' may join`;
    }
  }
  return undefined;
}

/** What is wrong with a tag, in words; nothing if it is right. */
export function tagProblem(tag: string): string | undefined {
  if (tagPattern.test(tag)) return undefined;
  return "is not a tag: up to 128 letters, digits, '.', '_' and '-', and the first is no '.' and no '-'";
}

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
  const problem =
    name === name.toLowerCase() ? nameProblem(name) : "has capitals, and a registry takes none";
  if (problem !== undefined) throw new Error(`'${text}': the name '${name}' ${problem}`);
  if (tag !== undefined && !tagPattern.test(tag)) throw new Error(`'${text}': '${tag}' is not a tag`);
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
