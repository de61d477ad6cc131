import { z } from "zod";

import { hasScope } from "../tokens";
import type { Repository, RepositorySettings, World } from "../world/world";
import { findAccount, findRepository, now, isSameName, takeId } from "../world/world";
import type { Answer } from "./answer";
import { archived, notFound, unprocessable } from "./answer";
import { commitFiles } from "./git/commits";
import type { Call } from "./operation";

const text = z.string().nullish();
const flag = z.boolean().nullish();

/** What a client can send; like GitHub it ignores other fields. */
const changes = z.object({
  name: text,
  visibility: z.enum(["public", "private", "internal"]).nullish(),
  private: flag,
  auto_init: flag,
  security_and_analysis: z
    .record(z.string(), z.object({ status: z.enum(["enabled", "disabled"]) }).nullish())
    .nullish(),
  description: text,
  homepage: text,
  default_branch: text,
  archived: flag,
  is_template: flag,
  has_issues: flag,
  has_projects: flag,
  has_wiki: flag,
  has_downloads: flag,
  has_discussions: flag,
  allow_merge_commit: flag,
  allow_squash_merge: flag,
  allow_rebase_merge: flag,
  allow_auto_merge: flag,
  allow_update_branch: flag,
  allow_forking: flag,
  delete_branch_on_merge: flag,
  web_commit_signoff_required: flag,
  merge_commit_title: text,
  merge_commit_message: text,
  squash_merge_commit_title: text,
  squash_merge_commit_message: text,
});
type Changes = z.infer<typeof changes>;

/** A new repository's default settings. */
const DEFAULTS: RepositorySettings = {
  description: null,
  homepage: null,
  default_branch: "main",
  archived: false,
  is_template: false,
  has_issues: true,
  has_projects: true,
  has_wiki: true,
  has_downloads: true,
  has_discussions: false,
  allow_merge_commit: true,
  allow_squash_merge: true,
  allow_rebase_merge: true,
  allow_auto_merge: false,
  allow_update_branch: false,
  allow_forking: true,
  delete_branch_on_merge: false,
  web_commit_signoff_required: false,
  merge_commit_title: "MERGE_MESSAGE",
  merge_commit_message: "PR_TITLE",
  squash_merge_commit_title: "COMMIT_OR_PR_TITLE",
  squash_merge_commit_message: "COMMIT_MESSAGES",
};

export function createRepository(call: Call, owner: string): Repository | Answer {
  const account = findAccount(call.world, owner);
  if (account === undefined) return notFound;
  const parsed = changes.safeParse(call.body);
  if (!parsed.success) return invalid(parsed.error);
  const { data } = parsed;
  const name = cleanName(data.name ?? "");
  if (name === "") {
    return unprocessable("Repository creation failed.", [
      { resource: "Repository", code: "missing_field", field: "name" },
    ]);
  }
  if (findRepository(call.world, owner, name) !== undefined) return nameExists();
  // For user accounts GitHub ignores this unknown argument.
  if (data.visibility === "internal" && account.organization !== undefined) return noEnterprise();
  const visibility = requestedVisibility(data) ?? "public";
  if (visibility === "private" && call.token !== null && !hasScope(call.token, ["repo"])) {
    return notFound;
  }
  const time = now();
  const repository: Repository = {
    id: takeId(call.world),
    owner: account.login,
    name,
    createdAt: time,
    updatedAt: time,
    pushedAt: time,
    visibility,
    settings: { ...DEFAULTS },
    topics: [],
    vulnerabilityAlerts: false,
    security: defaultSecurity(visibility),
    actions: {
      // `read` is the default since February 2023; an organization can set another one.
      defaultWorkflowPermissions:
        account.organization?.actions.defaultWorkflowPermissions ?? "read",
      canApprovePullRequestReviews: false,
      key: null,
      secrets: {},
    },
    git: { branches: {}, commits: {}, blobs: {} },
    // A member of an organization becomes the admin of a repository that they create.
    collaborators: account.organization === undefined ? {} : { [call.token?.owner ?? ""]: "admin" },
  };
  applySettings(repository, { ...data, archived: null, default_branch: null });
  if (data.auto_init === true) {
    const readme = Buffer.from(`# ${repository.name}`);
    const author = { name: account.login, email: `${account.login}@users.noreply.github.com` };
    commitFiles(repository, "main", "Initial commit", author, { "README.md": readme });
  }
  call.world.repositories.push(repository);
  return repository;
}

/** Applies the body's changes; returns GitHub's refusal, or null. */
export function applyChanges(call: Call, repository: Repository): Answer | null {
  const parsed = changes.safeParse(call.body);
  if (!parsed.success) return invalid(parsed.error);
  const { data } = parsed;
  if (repository.settings.archived && data.archived !== false) return archived;
  if (data.visibility === "internal") return noEnterprise();
  const visibility = requestedVisibility(data);
  // Setting the current visibility is no longer an error at GitHub: the
  // provider archives by sending all of it again (integrations/terraform-provider-github#3620).
  const name = data.name == null ? repository.name : cleanName(data.name);
  if (!isSameName(name, repository.name)) {
    if (findRepository(call.world, repository.owner, name) !== undefined) return nameExists();
  }
  const branch = data.default_branch;
  const isKnown = branch == null || Object.hasOwn(repository.git.branches, branch);
  if (!isKnown && branch !== repository.settings.default_branch) {
    return unprocessable("Validation Failed", [
      { resource: "Repository", code: "invalid", field: "default_branch" },
    ]);
  }
  rename(repository, name);
  if (visibility !== null) repository.visibility = visibility;
  for (const [name, value] of Object.entries(data.security_and_analysis ?? {})) {
    if (value != null) repository.security[name] = value.status;
  }
  applySettings(repository, data);
  repository.updatedAt = now();
  return null;
}

function rename(repository: Repository, name: string): void {
  if (!isSameName(name, repository.name)) {
    repository.formerNames = [...(repository.formerNames ?? []), repository.name];
  }
  repository.name = name;
}

/** GitHub replaces invalid characters in names. */
function cleanName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]+/g, "-");
}

export function deleteRepository(world: World, repository: Repository): void {
  world.repositories.splice(world.repositories.indexOf(repository), 1);
  // Its packages remain, without a link.
  for (const one of world.packages) {
    if (one.repositoryId === repository.id) one.repositoryId = null;
  }
}

function applySettings(repository: Repository, data: Changes): void {
  const names = Object.keys(DEFAULTS) as (keyof RepositorySettings)[];
  const entries = names.flatMap((name) => (data[name] == null ? [] : [[name, data[name]]]));
  Object.assign(repository.settings, Object.fromEntries(entries));
  // The provider sends an empty homepage; GitHub's description requires a URL or null.
  if (repository.settings.homepage === "") repository.settings.homepage = null;
}

function requestedVisibility(data: Changes): Repository["visibility"] | null {
  if (data.visibility != null && data.visibility !== "internal") return data.visibility;
  if (data.private != null) return data.private ? "private" : "public";
  return null;
}

/** Internal visibility requires an enterprise, and no account here belongs to one. */
function noEnterprise(): Answer {
  return unprocessable(
    "Only organizations associated with an enterprise can set visibility to internal",
  );
}

/** Secret scanning is enabled in public repositories, and a paid feature in private ones. */
function defaultSecurity(visibility: Repository["visibility"]): Repository["security"] {
  const scanning = visibility === "public" ? "enabled" : "disabled";
  return {
    dependabot_security_updates: "disabled",
    secret_scanning: scanning,
    secret_scanning_push_protection: scanning,
    secret_scanning_non_provider_patterns: "disabled",
    secret_scanning_validity_checks: "disabled",
  };
}

function nameExists(): Answer {
  return unprocessable("Repository creation failed.", [
    {
      resource: "Repository",
      code: "custom",
      field: "name",
      message: "name already exists on this account",
    },
  ]);
}

function invalid(error: z.ZodError): Answer {
  const errors = error.issues.map(({ path, message }) => ({
    resource: "Repository",
    code: "invalid",
    field: path.join("."),
    message,
  }));
  return unprocessable("Validation Failed", errors);
}
