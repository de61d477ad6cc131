import type { Issue, IssueComment } from "./issues";
import type { Environment, Ruleset } from "./protection";
import type { PullRequest } from "./pulls";
import type { SourceWorld } from "./source";

/**
 * What exists: the accounts, tokens, repositories and packages of this GitHub. Plain data, kept as
 * one JSON file; what it means is said where it is used.
 */
export interface World {
  /** The next id of anything that has one: GitHub's ids never repeat. */
  nextId: number;
  accounts: Account[];
  tokens: Token[];
  repositories: Repository[];
  packages: Package[];
  /** Signs the registry's upload addresses, so that an upload survives a restart. */
  registrySecret: string;
  /** There once somebody asked for it. */
  source?: SourceWorld;
}

export interface Account {
  id: number;
  /** In the case in which it was registered; looked up without regard to case. */
  login: string;
  type: "User" | "Organization";
  name: string | null;
  createdAt: string;
  /** There for organizations, and for them only. */
  organization?: Organization;
}

/** What an organization has beyond an account. None is made over the API: GitHub has no call for it. */
export interface Organization {
  /** Login to role. `admin` is who the web page calls an owner. */
  members: Record<string, "admin" | "member">;
  /** Whether it enforces SAML single sign-on: tokens must then be authorized for it. */
  singleSignOn: boolean;
  /** What each member may do with every repository. */
  defaultRepositoryPermission: "none" | Role;
  membersCanCreateRepositories: boolean;
  /** Settings, Packages: whether members and workflows may make new ones. Web page only. */
  membersCanCreatePackages: boolean;
  actions: OrganizationActions;
}

/** From the least to the most. */
export type Role = "read" | "write" | "admin";

export interface OrganizationActions {
  enabledRepositories: "all" | "none" | "selected";
  selectedRepositoryIds: number[];
  policy: ActionsPolicy;
  /** Where it is `read`, its repositories cannot have `write`. */
  defaultWorkflowPermissions: "read" | "write";
  canApprovePullRequestReviews: boolean;
  key: SecretStore["key"];
  secrets: Record<string, OrganizationSecret>;
}

/** Which actions may run. */
export interface ActionsPolicy {
  allowed: "all" | "local_only" | "selected";
  githubOwned: boolean;
  verified: boolean;
  patterns: string[];
  shaPinningRequired: boolean;
}

/** What a repository and an organization have where nobody has set anything. */
export const UNRESTRICTED_POLICY: ActionsPolicy = {
  allowed: "all",
  githubOwned: false,
  verified: false,
  patterns: [],
  shaPinningRequired: false,
};

export type TokenKind =
  "classic" | "fine-grained" | "oauth" | "actions" | "installation" | "app-user";

export interface Token {
  token: string;
  kind: TokenKind;
  /** The login it acts as. */
  owner: string;
  /** Only classic and OAuth tokens have scopes; the others' rights are told nowhere. */
  scopes: string[] | null;
  expiresAt: string | null;
  revoked: boolean;
  /**
   * What a kind without scopes may, e.g. `packages` to `write`. Where a person's token has none, it
   * may what its owner may; an Actions or installation token may nothing.
   */
  permissions?: Record<string, "read" | "write">;
  /** The repository whose workflow an Actions token was made for: its rights end there. */
  repositoryId?: number;
  /** The organizations with single sign-on that its owner authorized it for. Web page only. */
  authorizedFor?: string[];
}

export interface Repository {
  id: number;
  owner: string;
  name: string;
  createdAt: string;
  updatedAt: string;
  pushedAt: string;
  visibility: "public" | "private";
  settings: RepositorySettings;
  topics: string[];
  vulnerabilityAlerts: boolean;
  security: Record<string, "enabled" | "disabled">;
  actions: ActionsSettings;
  /** What a pull request of Dependabot is given in place of the secrets of Actions. */
  dependabot?: SecretStore;
  git: GitStore;
  issues?: Issue[];
  pulls?: PullRequest[];
  /** Of both. */
  comments?: IssueComment[];
  /** Branches that are changed by pull requests only. Web page only. */
  protectedBranches?: string[];
  rulesets?: Ruleset[];
  environments?: Environment[];
  /** What it was called before: GitHub leads on from there while nobody takes the name again. */
  formerNames?: string[];
  /** Login to role, beside the owner and what an organization gives its members. */
  collaborators?: Record<string, Role>;
}

/** What a client may set and reads back under the same name. */
export interface RepositorySettings {
  description: string | null;
  homepage: string | null;
  default_branch: string;
  archived: boolean;
  is_template: boolean;
  has_issues: boolean;
  has_projects: boolean;
  has_wiki: boolean;
  has_downloads: boolean;
  has_discussions: boolean;
  allow_merge_commit: boolean;
  allow_squash_merge: boolean;
  allow_rebase_merge: boolean;
  allow_auto_merge: boolean;
  allow_update_branch: boolean;
  allow_forking: boolean;
  delete_branch_on_merge: boolean;
  web_commit_signoff_required: boolean;
  merge_commit_title: string;
  merge_commit_message: string;
  squash_merge_commit_title: string;
  squash_merge_commit_message: string;
}

/** Secrets, and the key that they are sealed with. */
export interface SecretStore {
  /** Made when first asked for. */
  key: { id: string; publicKey: string; privateKey: string } | null;
  secrets: Record<string, Secret>;
}

export interface ActionsSettings extends SecretStore {
  defaultWorkflowPermissions: "read" | "write";
  canApprovePullRequestReviews: boolean;
  /** Where nothing was set, it is enabled and everything may run. */
  permissions?: ActionsPolicy & { enabled: boolean };
}

export interface Secret {
  /** The box as it was received, in base64. */
  sealed: string;
  /** What was in it: GitHub never tells, a test must be able to ask. */
  opened: string;
  createdAt: string;
  updatedAt: string;
}

export interface OrganizationSecret extends Secret {
  visibility: "all" | "private" | "selected";
  /** Counts while it is `selected`. */
  repositoryIds: number[];
}

export interface GitStore {
  /** Branch to commit. */
  branches: Record<string, string>;
  tags?: Record<string, string>;
  commits: Record<string, Commit>;
  /** Blob to its content in base64. */
  blobs: Record<string, string>;
}

export interface Commit {
  parent: string | null;
  /** The head of the pull request that it merged. */
  mergedParent?: string;
  message: string;
  author: Signature;
  committer: Signature;
  /** Path to blob, whole at each commit. */
  tree: Record<string, string>;
}

export interface Signature {
  name: string;
  email: string;
  date: string;
}

export interface Package {
  id: number;
  owner: string;
  /** Without the owner; may hold slashes. */
  name: string;
  visibility: "public" | "private";
  /** The id of the repository that it is linked to. */
  repositoryId: number | null;
  /** Whether a tag was pushed yet: the first one decides the link. */
  linkDecided: boolean;
  createdAt: string;
  updatedAt: string;
  versions: PackageVersion[];
  /** The login that pushed it first; null for a workflow. */
  creator?: string | null;
  /** Manage Actions access: what the workflows of other repositories may, by repository id. */
  actionsAccess?: Record<string, Role>;
  /** Deleted ones can be restored for thirty days. */
  deletedAt?: string;
}

export interface PackageVersion {
  id: number;
  digest: string;
  tags: string[];
  createdAt: string;
  updatedAt: string;
  deletedAt?: string;
}

/** GitHub tells times to the second. */
export function now(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}

/** GitHub compares logins and names without regard to case, and keeps the case they were given. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

export function findAccount(world: World, login: string): Account | undefined {
  return world.accounts.find((account) => sameName(account.login, login));
}

export function findRepository(world: World, owner: string, name: string): Repository | undefined {
  return world.repositories.find(
    (repository) => sameName(repository.owner, owner) && sameName(repository.name, name),
  );
}

export function findPackage(world: World, owner: string, name: string): Package | undefined {
  return world.packages.find(
    (one) => one.deletedAt === undefined && sameName(one.owner, owner) && one.name === name,
  );
}

/**
 * What a record holds under a name that a client chose: there is no file `constructor` unless
 * somebody wrote one.
 */
export function lookUp<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

export function takeId(world: World): number {
  return world.nextId++;
}
