import type { Issue, IssueComment } from "./issues";
import type { Ruleset } from "./protection";
import type { PullRequest } from "./pulls";
import type { SourceWorld } from "./source";

/**
 * All data: the accounts, tokens, repositories and packages of this GitHub. Plain data, stored as
 * one JSON file.
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
  /** Set once the source was requested. */
  source?: SourceWorld;
}

export interface Account {
  id: number;
  /** In its registered case; lookups ignore case. */
  login: string;
  type: "User" | "Organization";
  name: string | null;
  createdAt: string;
  /** Set for organizations only. */
  organization?: Organization;
}

/** An organization's settings. GitHub's API has no operation to create one. */
export interface Organization {
  /** Login to role. `admin` is an owner. */
  members: Record<string, "admin" | "member">;
  /** Whether it enforces SAML single sign-on: tokens must then be authorized for it. */
  singleSignOn: boolean;
  /** Each member's role in every repository. */
  defaultRepositoryPermission: "none" | Role;
  membersCanCreateRepositories: boolean;
  /** Settings, Packages: whether members and workflows can create packages. Website only. */
  membersCanCreatePackages: boolean;
  actions: OrganizationActions;
}

/** From lowest to highest. */
export type Role = "read" | "write" | "admin";

/** Of the tokens of workflows. A repository cannot allow more than its organization's. */
export interface WorkflowPermissions {
  defaultWorkflowPermissions: "read" | "write";
  canApprovePullRequestReviews: boolean;
}

export interface OrganizationActions extends WorkflowPermissions {
  key: SecretStore["key"];
  secrets: Record<string, OrganizationSecret>;
}

export type TokenKind =
  "classic" | "fine-grained" | "oauth" | "actions" | "installation" | "app-user";

export interface Token {
  token: string;
  kind: TokenKind;
  /** The login it acts as. */
  owner: string;
  /** Only classic and OAuth tokens have scopes. */
  scopes: string[] | null;
  expiresAt: string | null;
  revoked: boolean;
  /**
   * The permissions of a token without scopes, e.g. `packages` to `write`. Without them a personal
   * token has its owner's permissions; an Actions or installation token has none.
   */
  permissions?: Record<string, "read" | "write">;
  /** The repository of an Actions token, which has access to no other. */
  repositoryId?: number;
  /** The organizations with single sign-on that it is authorized for. Website only. */
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
  actions: SecretStore & WorkflowPermissions;
  /** The secrets for Dependabot's pull requests, instead of those of Actions. */
  dependabot?: SecretStore;
  git: GitStore;
  issues?: Issue[];
  pulls?: PullRequest[];
  /** Of issues and pull requests. */
  comments?: IssueComment[];
  /** Branches that require pull requests. Website only. */
  protectedBranches?: string[];
  rulesets?: Ruleset[];
  /** Former names, which redirect until another repository uses them. */
  formerNames?: string[];
  /** Login to role, besides the owner and the organization's members. */
  collaborators?: Record<string, Role>;
}

/** Settings that have the same name in requests and responses. */
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

/** Secrets, and the key that encrypts them. */
export interface SecretStore {
  /** Created on first use. */
  key: { id: string; publicKey: string; privateKey: string } | null;
  secrets: Record<string, Secret>;
}

export interface Secret {
  /** The sealed box as received, in base64. */
  sealed: string;
  /** The decrypted value, for tests: GitHub never returns it. */
  opened: string;
  createdAt: string;
  updatedAt: string;
}

export interface OrganizationSecret extends Secret {
  visibility: "all" | "private" | "selected";
  /** Used if the visibility is `selected`. */
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
  /** The head of the merged pull request. */
  mergedParent?: string;
  message: string;
  author: Signature;
  committer: Signature;
  /** Path to blob, complete in each commit. */
  tree: Record<string, string>;
  /** Path to git's mode, unless it is a regular file. */
  modes?: Record<string, string>;
}

export interface Signature {
  name: string;
  email: string;
  date: string;
}

export interface Package {
  id: number;
  owner: string;
  /** Without the owner; may contain slashes. */
  name: string;
  visibility: "public" | "private";
  /** The id of the linked repository. */
  repositoryId: number | null;
  /** Whether a tag was pushed: the first one decides the link. */
  linkDecided: boolean;
  createdAt: string;
  updatedAt: string;
  versions: PackageVersion[];
  /** The login that pushed it first; null for a workflow. */
  creator?: string | null;
  /** "Manage Actions access": the role of other repositories' workflows, by repository id. */
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

/** GitHub's times have a resolution of one second. */
export function now(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}

/** GitHub ignores case when it compares logins and names, and keeps it when it stores them. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

export function findAccount(world: World, login: string): Account | undefined {
  return world.accounts.find((account) => isSameName(account.login, login));
}

export function findRepository(world: World, owner: string, name: string): Repository | undefined {
  return world.repositories.find(
    (repository) => isSameName(repository.owner, owner) && isSameName(repository.name, name),
  );
}

export function findPackage(world: World, owner: string, name: string): Package | undefined {
  return world.packages.find(
    (one) => one.deletedAt === undefined && isSameName(one.owner, owner) && one.name === name,
  );
}

/**
 * A record's own value for a name from a client: the file `constructor` does not exist unless
 * it was written.
 */
export function lookUp<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

export function takeId(world: World): number {
  return world.nextId++;
}
