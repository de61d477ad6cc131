import type { Account } from "../../world/world";
import { findAccount } from "../../world/world";
import type { Call } from "../operation";

const SITE = "https://github.com";

/** GitHub's node ids are opaque; here they are a kind and an id in base64. */
export function nodeId(kind: string, id: number): string {
  return Buffer.from(`0${kind.length}:${kind}${id}`).toString("base64");
}

/** An account as part of another object (`simple-user`). */
export function simpleAccount(account: Account, base: string): Record<string, unknown> {
  const url = `${base}/users/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account.type, account.id),
    avatar_url: `https://avatars.githubusercontent.com/u/${account.id}?v=4`,
    gravatar_id: "",
    url,
    html_url: `${SITE}/${account.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: "public",
    site_admin: false,
  };
}

/** The author of what a workflow's token creates. */
export const WORKFLOWS = "github-actions[bot]";

/** The account with this login as part of another object; null if it does not exist. */
export function person(call: Call, login: string): Record<string, unknown> | null {
  const account = findAccount(call.world, login);
  if (account !== undefined) return simpleAccount(account, call.base);
  if (login !== WORKFLOWS) return null;
  // GitHub escapes the brackets in addresses, and shows an App's page.
  const escaped = encodeURIComponent(login);
  const bot = { id: 41898282, login: escaped, type: "User" as const, name: null, createdAt: "" };
  const shown = { login, type: "Bot", html_url: "https://github.com/apps/github-actions" };
  return { ...simpleAccount(bot, call.base), ...shown };
}

export interface Counts {
  public: number;
  private: number;
}

/** `public-user`: for every caller. */
export function publicAccount(
  account: Account,
  base: string,
  counts: Counts,
): Record<string, unknown> {
  return {
    ...simpleAccount(account, base),
    name: account.name,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: counts.public,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: account.createdAt,
    updated_at: account.createdAt,
  };
}

/** `private-user`: for the account's own token. */
export function privateAccount(
  account: Account,
  base: string,
  counts: Counts,
): Record<string, unknown> {
  return {
    ...publicAccount(account, base, counts),
    user_view_type: "private",
    private_gists: 0,
    total_private_repos: counts.private,
    owned_private_repos: counts.private,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
    plan: { name: "free", space: 976562499, collaborators: 0, private_repos: 10000 },
  };
}

/** `organization-full`. */
export function organization(
  account: Account,
  base: string,
  counts: Counts,
): Record<string, unknown> {
  const url = `${base}/orgs/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId("Organization", account.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${account.id}?v=4`,
    description: null,
    // Omitted if there is none, because the description requires a string.
    ...(account.name === null ? {} : { name: account.name }),
    html_url: `${SITE}/${account.login}`,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: counts.public,
    public_gists: 0,
    followers: 0,
    following: 0,
    type: "Organization",
    created_at: account.createdAt,
    updated_at: account.createdAt,
    archived_at: null,
  };
}
