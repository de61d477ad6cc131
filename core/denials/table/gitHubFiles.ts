import type { Denial } from "../denial";

/** Refusals to commit a file, by GitHub's API or Pulumi's provider for GitHub. */
export const gitHubFiles: readonly Denial[] = [
  {
    id: "github-pull-request-only",
    from: "GitHub",
    kind: "policy",
    host: "any",
    patterns: [
      /Could not (?:create|update|delete) file: [^\n]{0,300}Changes must be made through a pull request/i,
      // The rules themselves are on the lines below it.
      /409 Repository rule violations found/i,
    ],
    example:
      "PUT https://api.github.com/repos/octo/app/contents/.github/workflows/publish.yml: 409 Could not create file: Changes must be made through a pull request. []",
    cause:
      "The branch is protected and does not accept this commit, usually because changes must come from a pull request.",
    fix: [
      "To propose the workflow in a pull request, set this for the repository: workflow: {pullRequest: true}",
      "If an earlier update committed the file, run this first, because Pulumi retries what failed: npx pulumi refresh",
      "Or let the token's account bypass the rule: https://github.com/{owner}/{repository}/settings/rules",
    ],
    sources: [
      "https://github.com/BobAnkh/auto-generate-changelog/issues/78",
      "https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches",
    ],
  },
  {
    id: "github-file-changed",
    from: "GitHub",
    kind: "state",
    host: "any",
    patterns: [
      /409 [^\n]{1,300} does not match [0-9a-f]{40}\b/i,
      /"message": ?"[^"\n]{1,300} does not match [0-9a-f]{40}"/i,
    ],
    example:
      "PUT https://api.github.com/repos/octo/app/contents/.github/workflows/publish.yml: 409 .github/workflows/publish.yml does not match fad77a29bdeb9e421cdeb889da9e591f742735ad []",
    cause:
      "The file was changed on GitHub since the last update or refresh, so it is not overwritten.",
    fix: [
      "npx pulumi refresh (reads the change into the stack)",
      "npx pulumi preview --diff (shows what would be overwritten)",
      "npx pulumi up",
    ],
    sources: [
      "https://github.com/prose/prose/issues/756",
      "https://github.com/google/go-github/issues/2707",
    ],
  },
  {
    id: "pulumi-file-exists",
    from: "Pulumi",
    kind: "state",
    host: "any",
    patterns: [/refusing to overwrite existing file/i],
    example:
      "error: refusing to overwrite existing file: configure `overwrite_on_create` to `true` to override",
    cause: "The branch already has this file, and this stack did not write it.",
    fix: [
      "Delete the file on GitHub, or choose another path: workflow: {path: .github/workflows/other.yml}",
      "Or overwrite it: set adopt: overwrite for the repository",
    ],
    sources: [
      "https://github.com/integrations/terraform-provider-github/blob/main/github/resource_github_repository_file.go",
    ],
  },
  {
    id: "pulumi-no-branch",
    from: "Pulumi",
    kind: "not there",
    host: "any",
    patterns: [
      /branch [^\s]{1,250} not found in repository [^\s]{1,150} or repository is not readable/i,
    ],
    example: "error: branch main not found in repository octo/app or repository is not readable",
    cause: "The branch does not exist: the repository's default branch may have another name.",
    fix: ["Set a branch that exists for the repository, for example workflow: {branch: master}"],
    sources: [
      "https://github.com/integrations/terraform-provider-github/blob/main/github/util_repo.go",
    ],
  },
];
