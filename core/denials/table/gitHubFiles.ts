import type { Denial } from "../denial";

/** What GitHub's API, and Pulumi's provider before it, say of a file that is to be committed. */
export const gitHubFiles: readonly Denial[] = [
  {
    id: "github-pull-request-only",
    from: "GitHub",
    kind: "policy",
    host: "any",
    patterns: [
      /Could not (?:create|update|delete) file: [^\n]{0,300}Changes must be made through a pull request/i,
      // What the rules are stands on the lines below it.
      /409 Repository rule violations found/i,
    ],
    example:
      "PUT https://api.github.com/repos/octo/app/contents/.github/workflows/publish.yml: 409 Could not create file: Changes must be made through a pull request. []",
    cause: "The branch is protected: it takes no commit like this one, mostly pull requests only.",
    fix: [
      "have the workflow proposed by a pull request: workflow: {pullRequest: true} at the repository",
      "first pulumi refresh, where the stack committed the file in an earlier update: Pulumi tries again what failed halfway",
      "or let the token's account pass the rule: https://github.com/{owner}/{repository}/settings/rules",
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
      "The file was changed on GitHub since the state saw it last, and is not written over unseen.",
    fix: [
      "pulumi refresh, so that the change is seen",
      "pulumi preview --diff, which shows what of it would go; then pulumi up",
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
    cause: "The file is on the branch already, and this stack did not write it.",
    fix: [
      "delete it on GitHub, or choose another path: workflow: {path: .github/workflows/other.yml}",
      "or write adopt: overwrite at the repository",
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
    cause: "There is no such branch: the repository's default branch may have another name.",
    fix: ["name the branch that there is: workflow: {branch: master} at the repository"],
    sources: [
      "https://github.com/integrations/terraform-provider-github/blob/main/github/util_repo.go",
    ],
  },
];
