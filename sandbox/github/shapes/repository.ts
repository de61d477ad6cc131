import type { Repository, World } from "../../world/world";
import { findAccount } from "../../world/world";
import { nodeId, simpleAccount } from "./account";

/** The URLs in every repository, as paths below the repository's URL. */
const URL_PATHS: Record<string, string> = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
};

/** A repository as part of another object (`minimal-repository`). */
export function minimalRepository(
  world: World,
  repository: Repository,
  base: string,
): Record<string, unknown> {
  const fullName = `${repository.owner}/${repository.name}`;
  const url = `${base}/repos/${fullName}`;
  const owner = findAccount(world, repository.owner);
  return {
    id: repository.id,
    node_id: nodeId("Repository", repository.id),
    name: repository.name,
    full_name: fullName,
    private: repository.visibility === "private",
    owner: owner === undefined ? null : simpleAccount(owner, base),
    html_url: `https://github.com/${fullName}`,
    description: repository.settings.description,
    fork: false,
    url,
    ...Object.fromEntries(Object.entries(URL_PATHS).map(([name, end]) => [name, url + end])),
  };
}

/** `full-repository`. Some fields are for administrators only. */
export function fullRepository(
  world: World,
  repository: Repository,
  base: string,
  isAdministrator: boolean,
): Record<string, unknown> {
  const fullName = `${repository.owner}/${repository.name}`;
  const { allow_forking, web_commit_signoff_required, ...settings } = repository.settings;
  const { merging, shown } = splitMerging(settings);
  return {
    ...minimalRepository(world, repository, base),
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    pushed_at: repository.pushedAt,
    git_url: `git://github.com/${fullName}.git`,
    ssh_url: `git@github.com:${fullName}.git`,
    clone_url: `https://github.com/${fullName}.git`,
    svn_url: `https://github.com/${fullName}`,
    mirror_url: null,
    visibility: repository.visibility,
    topics: repository.topics,
    ...shown,
    allow_forking,
    web_commit_signoff_required,
    size: 0,
    language: null,
    license: null,
    has_pages: false,
    disabled: false,
    forks: 0,
    forks_count: 0,
    open_issues: 0,
    open_issues_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    network_count: 0,
    subscribers_count: 0,
    temp_clone_token: "",
    permissions: {
      admin: isAdministrator,
      maintain: isAdministrator,
      push: isAdministrator,
      triage: isAdministrator,
      pull: true,
    },
    ...(isAdministrator ? { ...merging, security_and_analysis: securityShape(repository) } : {}),
  };
}

const NOT_LISTED = ["network_count", "subscribers_count"];

/** An item of a list: fits both `repository` and `minimal-repository`. */
export function listedRepository(
  ...of: Parameters<typeof fullRepository>
): Record<string, unknown> {
  const entries = Object.entries(fullRepository(...of));
  return Object.fromEntries(entries.filter(([name]) => !NOT_LISTED.includes(name)));
}

function splitMerging(settings: object): { merging: object; shown: object } {
  const isMerging = (name: string): boolean =>
    name.startsWith("allow_") || name.includes("merge_commit") || name === "delete_branch_on_merge";
  const entries = Object.entries(settings);
  return {
    merging: Object.fromEntries(entries.filter(([name]) => isMerging(name))),
    shown: Object.fromEntries(entries.filter(([name]) => !isMerging(name))),
  };
}

function securityShape(repository: Repository): Record<string, { status: string }> {
  return Object.fromEntries(
    Object.entries(repository.security).map(([name, status]) => [name, { status }]),
  );
}
