import { createHash } from "node:crypto";

/** A workflow file and its place in a repository. */
export interface WorkflowFile {
  readonly path: string;
  readonly branch: string;
  readonly content: string;
}

/** How a pull request brings a workflow to its branch. */
export interface Proposal {
  /** The head branch of the pull request. */
  readonly head: string;
  /**
   * The resources to declare:
   * `all`: the branch, the file on it, and the pull request.
   * `pull request`: only this one: it exists, and GitHub has deleted its branch since.
   * `none`: the target branch already has the file.
   */
  readonly resources: "all" | "pull request" | "none";
  /** Whether the stack committed the file directly before, and still has it in its state. */
  readonly keepsFile: boolean;
}

/** The prefix of all proposal branches. */
export const proposalPrefix = "pulumi-ghcr/publish-";

/**
 * The branch for a file. Each content has its own branch and pull request, because a merged pull
 * request takes no more commits, and its branch is often deleted.
 */
export function proposalBranch({ path, branch, content }: WorkflowFile): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([path, branch, content]))
    .digest("hex");
  return `${proposalPrefix}${digest.slice(0, 12)}`;
}

/** Whether a branch is `proposal`, optionally with a number. */
export function isProposalOf(head: string, proposal: string): boolean {
  return (
    head === proposal || /^-\d+$/.test(head.startsWith(proposal) ? head.slice(proposal.length) : "")
  );
}

/** The branch, with the next number if it exists: an earlier branch cannot be reused. */
export function freeBranch(proposal: string, taken: readonly string[]): string {
  let head = proposal;
  for (let number = 2; taken.includes(head); number += 1) head = `${proposal}-${number}`;
  return head;
}

/** Git's blob hash of a content, which GitHub's API returns. */
export function blobHash(content: string): string {
  const bytes = Buffer.from(content, "utf8");
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
