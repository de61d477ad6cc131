/**
 * Pages for people to open, with settings that have no API. `fillPlaceholders` fills in `{owner}`,
 * `{name}` and `{repository}`.
 */
export const settingsPages = {
  /** Manage Actions access, the package's visibility, and its link to a repository. */
  userPackage: "https://github.com/users/{owner}/packages/container/{name}/settings",
  organizationPackage: "https://github.com/orgs/{owner}/packages/container/{name}/settings",
  organizationPackages: "https://github.com/organizations/{owner}/settings/packages",
  organizationActions: "https://github.com/organizations/{owner}/settings/actions",
  organizationTokens: "https://github.com/organizations/{owner}/settings/personal-access-tokens",
  repositoryActions: "https://github.com/{owner}/{repository}/settings/actions",
  repositorySecrets: "https://github.com/{owner}/{repository}/settings/secrets/actions",
  tokens: "https://github.com/settings/tokens",
  newRegistryToken: "https://github.com/settings/tokens/new?scopes=read:packages,write:packages",
  status: "https://www.githubstatus.com",
} as const;

/** The values of the placeholders in an address or a command, where they are known. */
export interface PlaceholderValues {
  readonly host?: string | undefined;
  readonly owner?: string | undefined;
  /** A package's name below its owner, with its slashes. */
  readonly name?: string | undefined;
  readonly repository?: string | undefined;
  /** The account that logs in. */
  readonly user?: string | undefined;
}

/**
 * Fills in the known values. The others appear in capitals, for the reader to replace; an unknown user
 * is a variable, so that a login can be pasted as it is.
 */
export function fillPlaceholders(text: string, places: PlaceholderValues): string {
  const values: Readonly<Record<string, string>> = {
    host: places.host ?? "ghcr.io",
    owner: places.owner ?? "OWNER",
    // A nested name is one segment of GitHub's addresses.
    name: places.name?.replaceAll("/", "%2F") ?? "NAME",
    repository: places.repository ?? "REPOSITORY",
    user: places.user ?? '"$GITHUB_USER"',
  };
  return text.replace(
    /\{(host|owner|name|repository|user)\}/g,
    (place, key: string) => values[key] ?? place,
  );
}
