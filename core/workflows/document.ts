import { Document, isMap, isScalar, visit, type Scalar, type YAMLMap } from "yaml";
import type { Action } from "./actions";

/** A workflow as data, in the order of the file. */
export interface Workflow {
  readonly comment: string;
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Permissions;
  readonly concurrency: Readonly<Record<string, string>>;
  readonly env: Variables;
  /** The shell of the jobs; GitHub's default if missing. */
  readonly shell?: "bash";
  readonly jobs: Readonly<Record<string, Job>>;
}

export type Permissions = Readonly<Record<string, "read" | "write">>;
export type Variables = Readonly<Record<string, string>>;

export interface Job {
  /** The purpose of the job, written above it. */
  readonly comment: string;
  readonly name: string;
  readonly needs?: readonly string[];
  readonly if?: string;
  readonly runsOn: string;
  readonly timeoutMinutes: number;
  readonly permissions: Permissions;
  /** Why the job needs its permissions, if not for the default reasons. */
  readonly reasons?: Variables;
  readonly outputs?: Variables;
  readonly include?: readonly Readonly<Record<string, string>>[];
  readonly env?: Variables;
  readonly steps: readonly JobStep[];
}

export interface JobStep {
  readonly comment?: string;
  /** The YAML anchor of a step that several jobs share; it is written once. */
  readonly anchor?: string;
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: Action;
  readonly with?: Readonly<Record<string, string | boolean>>;
  readonly env?: Variables;
  readonly run?: string;
}

/** Why a permission is needed, written beside it. */
const defaultReasons: Readonly<Record<string, string>> = {
  contents: "to check out",
  packages: "to push",
  "id-token": "to sign as this run",
  attestations: "to keep the signature",
  "pull-requests": "to comment",
  issues: "to report drift",
};

/** Prints the file, always in the order of the interfaces above. */
export function printWorkflow(workflow: Workflow): string {
  const { name, on, permissions, concurrency, env, shell, jobs, comment } = workflow;
  const renderedJobs = Object.entries(jobs).map(([id, job]) => [id, renderJob(job)]);
  const document = new Document({
    ...{ name, on, permissions, concurrency, env },
    ...(shell === undefined ? {} : { defaults: { run: { shell } } }),
    jobs: Object.fromEntries(renderedJobs) as unknown,
  });
  document.commentBefore = commentText(comment);
  if (isMap(document.contents)) addBlankLines(document.contents);
  const jobsMap = document.get("jobs");
  if (isMap(jobsMap)) {
    addComments(jobsMap, jobs);
    addAliases(document, jobs);
  }
  visit(document, {
    Scalar: (_key, node) => {
      quoteBlanks(node);
    },
    Seq: (_key, node) => {
      node.flow = node.items.every((item) => isScalar(item));
    },
  });
  // Long lines are not folded: folding would change scripts.
  return document.toString({ lineWidth: 0, blockQuote: "literal", flowCollectionPadding: false });
}

function renderJob(job: Job): Record<string, unknown> {
  const strategy = job.include && { "fail-fast": false, matrix: { include: job.include } };
  return withoutUndefined({
    name: job.name,
    needs: job.needs,
    if: job.if,
    "runs-on": job.runsOn,
    "timeout-minutes": job.timeoutMinutes,
    permissions: job.permissions,
    outputs: job.outputs,
    strategy,
    env: job.env,
    steps: job.steps.map(({ name, id, if: condition, uses, with: inputs, env, run }) =>
      withoutUndefined({
        ...{ name, id, if: condition },
        uses: uses && `${uses.name}@${uses.commit}`,
        ...{ with: inputs, env, run },
      }),
    ),
  });
}

/** Adds the comments: the purpose of each job and step, and each action's version. */
function addComments(jobsMap: YAMLMap, jobs: Workflow["jobs"]): void {
  addBlankLines(jobsMap);
  for (const [id, job] of Object.entries(jobs)) {
    const pair = jobsMap.items.find(({ key }) => isScalar(key) && key.value === id);
    if (pair !== undefined) (pair.key as Scalar).commentBefore = commentText(job.comment);
    for (const permission of Object.keys(job.permissions)) {
      const access = jobsMap.getIn([id, "permissions", permission], true) as Scalar;
      access.comment = commentText((job.reasons ?? defaultReasons)[permission] ?? "");
    }
    job.steps.forEach((step, index) => {
      const node = jobsMap.getIn([id, "steps", index], true) as YAMLMap;
      if (step.comment !== undefined) node.commentBefore = commentText(step.comment);
      const uses = node.get("uses", true);
      if (uses !== undefined) uses.comment = ` ${step.uses?.version ?? ""}`;
    });
  }
}

/** Replaces repeated steps with aliases, which GitHub supports: https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations#yaml-anchors-and-aliases */
function addAliases(document: Document, jobs: Workflow["jobs"]): void {
  const first = new Map<string, YAMLMap>();
  for (const [id, { steps }] of Object.entries(jobs)) {
    steps.forEach(({ anchor }, index) => {
      if (anchor === undefined) return;
      const path = ["jobs", id, "steps", index];
      const step = first.get(anchor);
      if (step === undefined) first.set(anchor, document.getIn(path, true) as YAMLMap);
      else document.setIn(path, document.createAlias(step, anchor));
    });
  }
}

/** Quotes text whose leading or trailing blanks a literal block would lose. */
function quoteBlanks(node: Scalar): void {
  const { value } = node;
  if (typeof value !== "string" || !value.includes("\n")) return;
  if (/^\s|[ \t](?:\n|$)|\r/.test(value)) node.type = "QUOTE_DOUBLE";
}

function addBlankLines({ items }: YAMLMap): void {
  for (const { key } of items.slice(1)) (key as Scalar).spaceBefore = true;
}

function commentText(text: string): string {
  return text.replace(/^/gm, " ");
}

function withoutUndefined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
