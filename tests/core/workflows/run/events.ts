import type { WorkflowToRun } from "./schema";

/** What made GitHub start a run. */
export interface Event {
  readonly name: "push" | "pull_request";
  readonly ref: string;
  readonly refName: string;
  readonly refType: "branch" | "tag";
  /** The branch that a pull request is for. */
  readonly base?: string;
  /** From a fork: it gets no secret, and a token that may only read. */
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

/** GitHub runs it on a merge that it made by itself, whose ref counts as a branch. */
export function pullRequest(number: number, base: string, { isFork }: { isFork: boolean }): Event {
  const refName = `${number}/merge`;
  const ref = `refs/pull/${refName}`;
  return { name: "pull_request", ref, refName, refType: "branch", base, isFork };
}

/** Whether the event starts the workflow. */
export function starts({ push, pull_request }: WorkflowToRun["on"], event: Event): boolean {
  if (event.name === "pull_request") return fits(pull_request.branches, event.base ?? "");
  return fits(event.refType === "tag" ? push.tags : push.branches, event.refName);
}

/** Of GitHub's patterns only a star at the end and a backslash are known. */
function fits(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => {
    const [, start = "", star] = /^((?:\\.|[^\\*?+[\]!])*)(\*)?$/.exec(pattern) ?? [];
    if (start === "") throw new Error(`nothing here stands for the pattern ${pattern}`);
    const plain = start.replace(/\\(.)/g, "$1");
    if (star === undefined) return name === plain;
    return name.startsWith(plain) && !name.slice(plain.length).includes("/");
  });
}
