/**
 * The scopes that a scope implies on GitHub's API.
 * https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
 */
const impliedScopes: Readonly<Record<string, readonly string[]>> = {
  repo: ["repo:status", "repo_deployment", "public_repo", "repo:invite", "security_events"],
  "write:packages": ["read:packages"],
  "admin:org": ["write:org", "manage_runners:org"],
  "write:org": ["read:org"],
  "admin:repo_hook": ["write:repo_hook"],
  "write:repo_hook": ["read:repo_hook"],
  "admin:public_key": ["write:public_key"],
  "write:public_key": ["read:public_key"],
  "admin:gpg_key": ["write:gpg_key"],
  "write:gpg_key": ["read:gpg_key"],
  "admin:ssh_signing_key": ["write:ssh_signing_key"],
  "write:ssh_signing_key": ["read:ssh_signing_key"],
  user: ["read:user", "user:email", "user:follow"],
  "write:discussion": ["read:discussion"],
  project: ["read:project"],
  "admin:enterprise": [
    "manage_runners:enterprise",
    "manage_billing:enterprise",
    "read:enterprise",
    "scim:enterprise",
  ],
  audit_log: ["read:audit_log"],
  codespace: ["codespace:secrets"],
  copilot: ["manage_billing:copilot"],
};

/** The scopes of a token, with implied ones, on GitHub's API. */
export function scopesOnApi(scopes: readonly string[]): ReadonlySet<string> {
  const all = new Set<string>();
  const add = (scope: string): void => {
    if (all.has(scope)) return;
    all.add(scope);
    if (Object.hasOwn(impliedScopes, scope)) impliedScopes[scope]?.forEach(add);
  };
  scopes.forEach(add);
  return all;
}

/**
 * The scopes of a token on ghcr.io, where no scope implies another: the login refuses `write:packages`
 * without `read:packages`.
 */
export function scopesOnRegistry(scopes: readonly string[]): ReadonlySet<string> {
  return new Set(scopes);
}

/** The scopes that neither are nor imply a required one. */
export function surplusScopes(
  scopes: readonly string[],
  required: readonly string[],
): readonly string[] {
  return scopes.filter((scope) => {
    const implied = scopesOnApi([scope]);
    return (
      !required.some((each) => implied.has(each)) || isImpliedByAnother(scope, scopes, required)
    );
  });
}

/**
 * The scopes that allow more than reading. Unknown scopes are included, unless their name says that
 * they only read.
 */
export function changingScopes(scopes: readonly string[]): readonly string[] {
  return scopes.filter((scope) => !/^read:[a-z_]+$/.test(scope) && scope !== "user:email");
}

/** Whether another scope includes this one, as `repo` includes `public_repo`. */
function isImpliedByAnother(
  scope: string,
  scopes: readonly string[],
  required: readonly string[],
): boolean {
  if (required.includes(scope)) return false;
  return scopes.some((other) => other !== scope && scopesOnApi([other]).has(scope));
}

/** The page that creates a classic token with only these scopes; selecting them by hand adds `repo`. */
export function newTokenPage(scopes: readonly string[]): string {
  return `https://github.com/settings/tokens/new?scopes=${scopes.join(",")}`;
}
