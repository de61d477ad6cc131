/**
 * What GitHub and registries take as a name. Each function tells what is wrong with a text, in words
 * that follow the text itself, and nothing if it is right.
 */

/**
 * An account's name. One that an enterprise manages ends with `_` and the enterprise's short code of three to eight.
 * https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
 */
export function ownerProblem(text: string): string | undefined {
  if (text.length <= 39 && /^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?:_[A-Za-z0-9]{3,8})?$/.test(text)) {
    return undefined;
  }
  return "is not an account: up to 39 letters, digits and single '-', neither first nor last";
}

export function repositoryProblem(text: string): string | undefined {
  if (/^[A-Za-z0-9._-]{1,100}$/.test(text) && text !== "." && text !== "..") return undefined;
  return "is not a repository's name: up to 100 letters, digits, '.', '_' and '-'";
}

/** https://docs.github.com/en/actions/reference/security/secrets#naming-your-secrets */
export function secretNameProblem(text: string): string | undefined {
  if (/^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/i.test(text)) return undefined;
  return "is not a secret's name: letters, digits and '_', no digit first, and not GITHUB_…";
}

export function registryProblem(text: string): string | undefined {
  if (/^[a-z0-9.-]+(?::\d{1,5})?$/.test(text)) return undefined;
  return "is not a registry: a host in lower case, with its port if it has one, and no https://";
}

export function platformProblem(text: string): string | undefined {
  if (/^[a-z0-9]+\/[a-z0-9]+(?:\/[a-z0-9]+)?$/.test(text)) return undefined;
  return "is not a platform: a system and a processor, as linux/amd64 or linux/arm/v7";
}

/**
 * One part of a package's name, by the distribution specification: letters and digits, in groups
 * that `.`, `_`, `__` or any number of `-` may join.
 */
const namePart = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

/** A package's name below its owner. Capitals are allowed: they are lowered. */
export function packageProblem(name: string): string | undefined {
  if (name === "") return "is empty";
  for (const part of name.split("/")) {
    if (part === "") return `has an empty part between slashes`;
    if (!namePart.test(part.toLowerCase())) {
      return `has the part '${part}', and a part is made of letters and digits that single '.', '_' or '-' may join`;
    }
  }
  return undefined;
}

/** The distribution specification's tag. */
export function tagProblem(tag: string): string | undefined {
  if (/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(tag)) return undefined;
  return "is not a tag: up to 128 letters, digits, '.', '_' and '-', and the first is no '.' and no '-'";
}
