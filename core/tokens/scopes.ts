/**
 * What a scope holds besides itself, on GitHub's API.
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

/** All that a token's scopes allow on GitHub's API. */
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
 * All that a token's scopes allow on ghcr.io. Its token service goes by the name: `write:packages`
 * without `read:packages` is refused at the login.
 */
export function scopesOnRegistry(scopes: readonly string[]): ReadonlySet<string> {
  return new Set(scopes);
}

/** The scopes that none of the wanted ones is, or is held by. */
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
 * The scopes that allow more than reading. One that is not known here counts as such: its name does
 * not say that it only reads.
 */
export function changingScopes(scopes: readonly string[]): readonly string[] {
  return scopes.filter((scope) => !/^read:[a-z_]+$/.test(scope) && scope !== "user:email");
}

/** `public_repo` beside `repo`: nothing is lost without it. */
function isImpliedByAnother(
  scope: string,
  scopes: readonly string[],
  required: readonly string[],
): boolean {
  if (required.includes(scope)) return false;
  return scopes.some((other) => other !== scope && scopesOnApi([other]).has(scope));
}

/** The page that makes a classic token with just these scopes. The form itself would tick `repo` too. */
export function newTokenPage(scopes: readonly string[]): string {
  return `https://github.com/settings/tokens/new?scopes=${scopes.join(",")}`;
}
