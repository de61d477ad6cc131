import { createHash } from "node:crypto";

/** A workflow as a file, and where it should be. */
export interface WorkflowFile {
  readonly path: string;
  readonly branch: string;
  readonly content: string;
}

/** How a workflow comes to its branch by a pull request. */
export interface Proposal {
  /** The branch that the pull request is of. */
  readonly head: string;
  /**
   * `whole`: the branch, the file on it, and the pull request.
   * `opened`: the pull request alone: it was opened, and GitHub deleted its branch since then.
   * `needless`: nothing, for the file was there before.
   */
  readonly stage: "whole" | "opened" | "needless";
  /** Whether the stack committed the file itself before, and still has it in its state. */
  readonly keepsFile: boolean;
}

/** What begins the names of all branches that a proposal is made of. */
export const proposalPrefix = "pulumi-ghcr/publish-";

/**
 * The branch that brings this file. Another file has another branch and another pull request: one
 * that was merged takes no more commits, and often its branch is gone.
 */
export function proposalBranch({ path, branch, content }: WorkflowFile): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([path, branch, content]))
    .digest("hex");
  return `${proposalPrefix}${digest.slice(0, 12)}`;
}

/** Whether a branch brings what `wanted` would, perhaps under a number. */
export function isProposalOf(head: string, wanted: string): boolean {
  return head === wanted || /^-\d+$/.test(head.startsWith(wanted) ? head.slice(wanted.length) : "");
}

/** The branch, under the next number where it is taken: of an earlier time it is of no use. */
export function freeBranch(wanted: string, taken: readonly string[]): string {
  let head = wanted;
  for (let number = 2; taken.includes(head); number += 1) head = `${wanted}-${number}`;
  return head;
}

/** Git's name for a content, by which GitHub's API tells it. */
export function blobOf(content: string): string {
  const bytes = Buffer.from(content, "utf8");
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
