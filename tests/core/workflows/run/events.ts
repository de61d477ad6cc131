import type { WorkflowToRun } from "./schema";

/** The event that starts a run. */
export interface Event {
  readonly name: "push" | "pull_request";
  readonly ref: string;
  readonly refName: string;
  readonly refType: "branch" | "tag";
  /** The branch that a pull request is for. */
  readonly base?: string;
  /** Whether it comes from a fork: then it gets no secrets and a read-only token. */
  readonly isFork: boolean;
}

export function pushOfTag(tag: string): Event {
  const ref = `refs/tags/${tag}`;
  return { name: "push", ref, refName: tag, refType: "tag", isFork: false };
}

export function pushOfBranch(branch: string): Event {
  const ref = `refs/heads/${branch}`;
  return { name: "push", ref, refName: branch, refType: "branch", isFork: false };
}

/** GitHub runs it on a merge commit, whose ref counts as a branch. */
export function pullRequest(number: number, base: string, { isFork }: { isFork: boolean }): Event {
  const refName = `${number}/merge`;
  const ref = `refs/pull/${refName}`;
  return { name: "pull_request", ref, refName, refType: "branch", base, isFork };
}

/** Whether the event starts the workflow. */
export function startsWorkflow({ push, pull_request }: WorkflowToRun["on"], event: Event): boolean {
  if (event.name === "pull_request") return matchesPattern(pull_request.branches, event.base ?? "");
  return matchesPattern(event.refType === "tag" ? push.tags : push.branches, event.refName);
}

/** Supports only a trailing star and backslashes of GitHub's patterns. */
function matchesPattern(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => {
    const [, start = "", star] = /^((?:\\.|[^\\*?+[\]!])*)(\*)?$/.exec(pattern) ?? [];
    if (start === "") throw new Error(`unsupported pattern ${pattern}`);
    const plain = start.replace(/\\(.)/g, "$1");
    if (star === undefined) return name === plain;
    return name.startsWith(plain) && !name.slice(plain.length).includes("/");
  });
}
