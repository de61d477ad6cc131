import { characterNumber, describeCharacterAt, describeCharacter } from "../text/characters";

/**
 * The names that GitHub and registries accept. Each function returns what is wrong with a text, as the
 * rest of a sentence that begins with the text, or undefined if it is valid.
 */

/**
 * An account's name. One that an enterprise manages ends with `_` and the enterprise's short code of three to eight.
 * https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
 */
export function ownerProblem(text: string): string | undefined {
  if (text.length <= 39 && /^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?:_[A-Za-z0-9]{3,8})?$/.test(text)) {
    return undefined;
  }
  return "is not an account name: use up to 39 letters, digits and single '-', not at the start or end";
}

export function repositoryProblem(text: string): string | undefined {
  if (/^[A-Za-z0-9._-]{1,100}$/.test(text) && text !== "." && text !== "..") return undefined;
  return "is not a repository name: use up to 100 letters, digits, '.', '_' and '-'";
}

/** https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets */
export function secretNameProblem(text: string): string | undefined {
  if (/^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i.test(text)) return undefined;
  return "is not a secret name: use letters, digits and '_', not starting with a digit or GITHUB_";
}

/**
 * A branch's name. Git accepts more characters; those have a special meaning in a workflow's branch
 * filters.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */
export function branchProblem(text: string): string | undefined {
  const isName =
    /^[A-Za-z0-9_][A-Za-z0-9._/-]*[A-Za-z0-9_-]$|^[A-Za-z0-9_]$/.test(text) &&
    !/\.\.|\/[./]|\.lock(?:\/|$)/.test(text);
  if (isName && text.length <= 200) return undefined;
  return "is not a branch name: use letters, digits, '.', '_', '/' and '-'";
}

/** A workflow's file: GitHub reads no subfolders. */
export function workflowPathProblem(text: string): string | undefined {
  if (/^\.github\/workflows\/[A-Za-z0-9_][A-Za-z0-9._-]*\.ya?ml$/.test(text)) return undefined;
  return "is not a workflow's path: use .github/workflows/NAME.yml";
}

/** The limit that many clients have for registry and name together. */
const maxFullNameLength = 255;

/**
 * A registry's host. IPv6 addresses are not accepted. Neither is a single word, since docker reads
 * `word/name` as an image on Docker Hub.
 * https://github.com/distribution/reference/blob/main/normalize.go (splitDockerDomain)
 */
export function registryProblem(text: string): string | undefined {
  const found =
    /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::(\d{1,5}))?$/.exec(
      text,
    );
  const port = Number(found?.[1] ?? "1");
  if (found === null || text.length > maxFullNameLength || port < 1 || port > 65535) {
    return "is not a registry: use a host in lower case, with an optional port and without https://";
  }
  if (text.includes(".") || text.includes(":") || text === "localhost") return undefined;
  return "is not a registry: docker reads a single word before a '/' as a Docker Hub account";
}

export function platformProblem(text: string): string | undefined {
  if (/^[a-z0-9]+\/[a-z0-9]+(?:\/[a-z0-9]+)?$/.test(text)) return undefined;
  return "is not a platform: use OS/ARCHITECTURE, such as linux/amd64 or linux/arm/v7";
}

/**
 * One part of a package's name, by the distribution specification: letters and digits, in groups
 * that `.`, `_`, `__` or any number of `-` may join. Without the flag `u`, `i` adds ASCII capitals only,
 * and no letters that become ASCII in lower case.
 */
const namePart = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*/i;

/** A package's name below its owner. Capitals are allowed and converted to lower case. */
export function packageProblem(name: string): string | undefined {
  if (name === "") return "is empty";
  let start = 0;
  for (const part of name.split("/")) {
    if (part === "") {
      return `has an empty part between slashes, at character ${characterNumber(name, start)}`;
    }
    const validLength = namePart.exec(part)?.[0].length ?? 0;
    if (validLength < part.length) {
      const character = describeCharacter(String.fromCodePoint(part.codePointAt(validLength) ?? 0));
      return (
        `has the part '${part}' with ${character} at character ${characterNumber(name, start + validLength)},` +
        " but a part has only letters and digits, joined by single '.', '_' or '-'"
      );
    }
    start += part.length + 1;
  }
  return undefined;
}

/**
 * The package for an image's build cache. BuildKit pushes the cache while it pushes the image (0.31,
 * solver/llbsolver/solver.go), and the first tag of a package decides its link. A cache has no source
 * label, so it must not be the first tag in the image's package.
 */
export function cachePackage(image: string): string {
  return `${image}/buildcache`;
}

/**
 * A package's full name with its registry. Many clients accept at most 255 characters for both.
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export function fullNameProblem(registry: string, name: string): string | undefined {
  const length = registry.length + 1 + name.length;
  if (length <= maxFullNameLength) return undefined;
  return `is too long: registry and name have ${length} characters, but clients accept at most ${maxFullNameLength}`;
}

const tagRule = "use up to 128 letters, digits, '.', '_' and '-', not starting with '.' or '-'";

/** The distribution specification's tag. */
export function tagProblem(tag: string): string | undefined {
  if (tag === "") return `is empty: ${tagRule}`;
  const invalidIndex = /^[.-]|[^A-Za-z0-9._-]/.exec(tag)?.index;
  if (invalidIndex !== undefined) return `${describeCharacterAt(tag, invalidIndex)}: ${tagRule}`;
  return tag.length <= 128 ? undefined : `has ${tag.length} characters: ${tagRule}`;
}

const digestRule = "expected 'sha256:' and 64 hexadecimal digits";

/**
 * A digest. The specification allows sha512 too, but ghcr.io uses sha256 only.
 */
export function digestProblem(digest: string): string | undefined {
  if (/^sha256:[0-9a-f]{64}$/.test(digest)) return undefined;
  if (/^sha512:[0-9a-f]{128}$/.test(digest)) {
    return `is a sha512 digest, which ghcr.io does not use: ${digestRule}`;
  }
  if (!digest.startsWith("sha256:")) return `is not a digest: ${digestRule}`;
  const invalidIndex = /[^0-9a-f]/.exec(digest.slice(7))?.index;
  if (invalidIndex !== undefined)
    return `is not a digest: it ${describeCharacterAt(digest, invalidIndex + 7)}: ${digestRule}`;
  return `is not a digest: it has ${digest.length - 7} of 64 characters: ${digestRule}`;
}
