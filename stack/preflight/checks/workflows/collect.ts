import { unknownAnswer } from "../../../../core/http/answer";
import { askIfPossible, failureMessage, type GitHubClient } from "../../../../core/github/client";
import { isRecord } from "../../../../core/http/json";
import {
  blobHash,
  freeBranch,
  isProposalOf,
  proposalBranch,
  proposalPrefix,
  type Proposal,
  type WorkflowFile,
} from "../../../../core/workflows/proposal";
import type { PriorFile, PriorPullRequest, PriorState, PriorWorkflow } from "../../../state";
import type { WorkflowAnswer } from "../../observations";
import { workflowPlaces, type WorkflowPlace } from "./places";
import { isManaged } from "../../names";
import type { WorkflowFiles } from "../../../workflowFiles";
import type { DesiredRepository, DesiredStack } from "../../../model";

/**
 * Reads each file that differs from the prior state: one request each, and a second one if a pull
 * request is to be opened. A pull request that is open in the state is read too, because a refresh
 * within this update is not visible here, and its branch would be created again.
 */
export async function collectWorkflows(
  github: GitHubClient,
  stack: DesiredStack,
  files: WorkflowFiles,
  prior: PriorState | undefined,
): Promise<ReadonlyMap<string, WorkflowAnswer>> {
  const placesToRead = workflowPlaces(stack, files).flatMap((place) => {
    const { name, repository } = place;
    if (repository?.create === true && !isManaged(stack, repository, prior)) return [];
    const priorWorkflow = findPriorWorkflow(prior, name);
    const open = priorWorkflow && findOpenPullRequest(priorWorkflow, place);
    return isUpToDate(place, priorWorkflow) && open === undefined ? [] : [{ place, open }];
  });
  return new Map(
    await Promise.all(
      placesToRead.map(
        async ({ place, open }) =>
          [
            place.key,
            open === undefined
              ? await askFile(github, stack.owner, place)
              : await askPullRequest(github, stack.owner, place.name, open.number),
          ] as const,
      ),
    ),
  );
}

/** Whether the prior state already has the desired file. */
function isUpToDate(
  { file, pullRequest }: WorkflowPlace,
  priorWorkflow: PriorWorkflow | undefined,
): boolean {
  if (priorWorkflow === undefined) return false;
  // A change by somebody else matters if the update writes the file.
  if (!pullRequest) return findPriorFile(priorWorkflow, file)?.blob === blobHash(file.content);
  const head = proposalBranch(file);
  return findHead(priorWorkflow, head) !== undefined || priorWorkflow.skippedBranch === head;
}

function findOpenPullRequest(
  priorWorkflow: PriorWorkflow,
  { file, pullRequest }: WorkflowPlace,
): PriorPullRequest | undefined {
  if (!pullRequest) return undefined;
  const head = findHead(priorWorkflow, proposalBranch(file));
  const opened = priorWorkflow.pullRequests.find((each) => each.head === head);
  return opened?.isOpen === true && isComplete(priorWorkflow, opened.head) ? opened : undefined;
}

async function askPullRequest(
  github: GitHubClient,
  owner: string,
  repository: string,
  number: number,
): Promise<WorkflowAnswer> {
  const route = "GET /repos/{owner}/{repository}/pulls/{number}";
  const answer = await askIfPossible(github, route, { owner, repository, number });
  const { merged, state } = isRecord(answer?.body) ? answer.body : {};
  const status = state === "open" || state === "closed" ? state : "unknown";
  return { outcome: "proposed", number, state: merged === true ? "merged" : status };
}

async function askFile(
  github: GitHubClient,
  owner: string,
  { name, file, pullRequest }: WorkflowPlace,
): Promise<WorkflowAnswer> {
  const at = { owner, repository: name };
  const { path, branch: ref } = file;
  const head = proposalBranch(file);
  try {
    const [content, refs] = await Promise.all([
      github.ask("GET /repos/{owner}/{repository}/contents/{path}", { ...at, path, ref }),
      pullRequest
        ? github.ask("GET /repos/{owner}/{repository}/git/matching-refs/{ref}", {
            ...at,
            ref: `heads/${head}`,
          })
        : undefined,
    ]);
    const observed = {
      outcome: "observed",
      blob: null,
      branches: branchNames(refs?.body),
    } as const;
    const { status, body } = content;
    const response = content.refusal?.text ?? "";
    if (status === 200 && isRecord(body) && typeof body.sha === "string") {
      return { ...observed, place: "branch", blob: body.sha };
    }
    if (status !== 404) return unknownAnswer(`GitHub answered ${status}: ${response}`);
    if (/^No commit found for the ref/i.test(response)) return { ...observed, place: "no branch" };
    if (/repository is empty/i.test(response)) return { ...observed, place: "empty repository" };
    return { ...observed, place: "branch" };
  } catch (error) {
    return unknownAnswer(failureMessage(error));
  }
}

function branchNames(body: unknown): readonly string[] {
  if (!Array.isArray(body)) return [];
  return body.flatMap((each: unknown) =>
    isRecord(each) && typeof each.ref === "string" ? [each.ref.replace("refs/heads/", "")] : [],
  );
}

/** The workflow's pull request; undefined if the workflow is committed to its branch. */
export function proposalOf(
  { name, workflow }: Pick<DesiredRepository, "name" | "workflow">,
  file: WorkflowFile | undefined,
  prior: PriorState | undefined,
  answer: WorkflowAnswer | undefined,
): Proposal | undefined {
  if (workflow?.pullRequest !== true || file === undefined) return undefined;
  const priorWorkflow = findPriorWorkflow(prior, name);
  const desired = proposalBranch(file);
  const keepsFile =
    priorWorkflow?.files.some(({ branch }) => !branch.startsWith(proposalPrefix)) === true;
  const priorHead = priorWorkflow === undefined ? undefined : findHead(priorWorkflow, desired);
  if (priorWorkflow !== undefined && priorHead !== undefined) {
    const opened = priorWorkflow.pullRequests.find((each) => each.head === priorHead);
    const isOver =
      opened?.isOpen === false ||
      (answer?.outcome === "proposed" && ["merged", "closed"].includes(answer.state));
    // A branch that was deleted after its pull request was opened is not created again: it would
    // start from a branch that already has the file.
    const isOpened = opened !== undefined && (isOver || !isComplete(priorWorkflow, priorHead));
    return { head: priorHead, resources: isOpened ? "pull request" : "all", keepsFile };
  }
  const observed = answer?.outcome === "observed" ? answer : undefined;
  const isCommitted =
    priorWorkflow?.skippedBranch === desired || observed?.blob === blobHash(file.content);
  const head = isCommitted ? desired : freeBranch(desired, observed?.branches ?? []);
  return { head, resources: isCommitted ? "none" : "all", keepsFile };
}

function findHead(workflow: PriorWorkflow, desired: string): string | undefined {
  const heads = [...workflow.pullRequests.map(({ head }) => head), ...workflow.branches];
  return heads.find((head) => isProposalOf(head, desired));
}

/** The prior file at the desired branch and path. */
export function findPriorFile(
  workflow: PriorWorkflow | undefined,
  desired: WorkflowFile,
): PriorFile | undefined {
  return workflow?.files.find(
    ({ branch, path }) => branch === desired.branch && path === desired.path,
  );
}

/** Whether the prior state has the proposal's branch and its file. */
function isComplete({ branches, files }: PriorWorkflow, head: string): boolean {
  return branches.includes(head) && files.some(({ branch }) => branch === head);
}

export function findPriorWorkflow(
  prior: PriorState | undefined,
  repository: string,
): PriorWorkflow | undefined {
  return prior?.workflows.get(repository.toLowerCase());
}
