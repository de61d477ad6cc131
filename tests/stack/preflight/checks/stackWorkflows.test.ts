import { evaluate, fileOf, filesOf, observe } from "./observing";
import { createResult } from "../../../../stack/preflight/result";
import type { DesiredStack } from "../../../../stack/model";
import type { PriorState } from "../../../../stack/state";
import type { Proposal } from "../../../../core/workflows/proposal";
import { collectWorkflows, proposalOf } from "../../../../stack/preflight/checks/workflows/collect";
import type { GitHubClient } from "../../../../core/github/client";
import { blobHash, proposalBranch } from "../../../../core/workflows/proposal";
import { makeRepository } from "../../../sandbox/people";
import { githubForEachTest } from "../../../sandbox/world";
import { gitHubRefusal } from "../../../core/http/refused";
import { desiredWorkflow } from "../../desired";
import { priorOf, stackOf } from "./stackOfWorkflow";

const github = githubForEachTest();

const repository = "/repos/F1bonacci66/v7";
const setting = "ghcr:repositories.v7.workflow";
const file = fileOf(desiredWorkflow());
const contents = `${repository}/contents/${file.path}`;
const head = proposalBranch(file);
const blob = blobHash(file.content);

async function write(content: string, branch = "main"): Promise<void> {
  const body = { message: "m", content: Buffer.from(content).toString("base64"), branch };
  expect((await github.ask("PUT", contents, { body })).status).toBe(201);
}

/** Creates a branch of main. */
async function createBranch(name: string): Promise<void> {
  const main = await github.ask("GET", `${repository}/git/ref/heads/main`);
  const { sha } = main.body.object as { sha: string };
  await github.ask("POST", `${repository}/git/refs`, { body: { ref: `refs/heads/${name}`, sha } });
}

/** The findings, the requests except those for the account and the repository, and the proposal. */
async function check(stack: DesiredStack, prior?: PriorState) {
  const before = github.journal.read().length;
  const answers = await observe(stack, prior, github.origin);
  const findings = evaluate(stack, prior, answers);
  const [first] = stack.repositories;
  const proposal =
    first &&
    proposalOf(first, filesOf(stack).publish.get("v7"), prior, answers.workflows.get("v7"));
  return {
    findings: findings.map((each) => `${each.outcome}: ${each.setting}: ${each.message}`),
    fixes: findings.flatMap(({ fix = [] }) => fix).join(" "),
    conflict: findings.map(({ conflict }) => conflict),
    requests: github.journal
      .read()
      .slice(before)
      .map(({ path }) => decodeURIComponent(path))
      .filter((path) => path.startsWith(`${repository}/`)),
    proposal,
  };
}

describe("a workflow that is committed", () => {
  const workflow = desiredWorkflow();

  beforeEach(async () => {
    await makeRepository(github, null, { name: "v7", auto_init: true });
  });

  it("may be created if the file does not exist, which takes one request", async () => {
    const { findings, requests, proposal } = await check(stackOf(workflow), priorOf());
    expect([findings, requests, proposal]).toEqual([[], [contents], undefined]);
  });

  it("is not read while the state has it, nor before its repository exists", async () => {
    const files = [{ branch: "main", path: file.path, blob }];
    const { requests } = await check(stackOf(workflow), priorOf({ files }));
    const { requests: toCome } = await check(stackOf(workflow, true), priorOf());
    const { requests: managed } = await check(stackOf(workflow, true), priorOf({}, true));
    expect([requests, toCome, managed]).toEqual([[], [], [contents]]);
  });

  it("is read again if its path changes", async () => {
    const files = [{ branch: "release", path: file.path, blob }];
    expect((await check(stackOf(workflow), priorOf({ files }))).requests).toEqual([contents]);
    const elsewhere = [{ branch: "main", path: ".github/workflows/other.yml", blob }];
    const { requests } = await check(stackOf(workflow), priorOf({ files: elsewhere }));
    expect(requests).toEqual([contents]);
  });

  it("does not overwrite a file that the stack did not write", async () => {
    await write(file.content);
    const { findings, fixes } = await check(stackOf(workflow), priorOf());
    expect(findings).toEqual([
      `fail: ${setting}.path: F1bonacci66/v7 already has ${file.path}, and this stack did not create it`,
    ]);
    expect(fixes).toContain("'adopt: overwrite'");
    expect(fixes).toContain(`https://github.com/F1bonacci66/v7/blob/main/${file.path}`);
    expect((await check(stackOf(workflow), priorOf())).conflict).toEqual([undefined]);
    const conflict = { kind: "workflow", repository: "v7" };
    expect((await check(stackOf(workflow))).conflict).toEqual([conflict]);
    const overwriting = stackOf(desiredWorkflow({ overwrite: true }));
    expect((await check(overwriting, priorOf())).findings).toEqual([]);
  });

  it("is read if it changes, so that nobody else's change is overwritten", async () => {
    const files = [{ branch: "main", path: file.path, blob: blobHash("before") }];
    const { findings, requests } = await check(stackOf(workflow), priorOf({ files }));
    expect([findings, requests]).toEqual([[], [contents]]);
    await write("by hand");
    const changed = await check(stackOf(workflow), priorOf({ files }));
    expect(changed.findings).toEqual([
      `fail: ${setting}: ${file.path} in F1bonacci66/v7 was changed on GitHub since the last update or refresh`,
    ]);
    expect(changed.fixes).toContain("npx pulumi refresh");
    const overwriting = stackOf(desiredWorkflow({ overwrite: true }));
    expect((await check(overwriting, priorOf({ files }))).findings).toEqual(changed.findings);
    const priorFiles = [{ branch: "main", path: file.path, blob: blobHash("by hand") }];
    expect((await check(stackOf(workflow), priorOf({ files: priorFiles }))).findings).toEqual([]);
  });

  it("requires a branch that exists", async () => {
    const at = (branch: string) => stackOf(desiredWorkflow({ branch }));
    const { findings, fixes, requests } = await check(at("master"), priorOf());
    expect(findings).toEqual([`fail: ${setting}.branch: F1bonacci66/v7 has no branch 'master'`]);
    expect(fixes).toBe("Set 'workflow: {branch: main}', or create the branch.");
    expect(requests).toEqual([contents]);
    await createBranch("master");
    expect((await check(at("master"), priorOf())).findings).toEqual([]);
  });

  it("is unknown if GitHub does not respond", async () => {
    const refusal = gitHubRefusal(403, "Resource not accessible");
    const answer403 = { status: 403, refusal, headers: {}, body: {} };
    const client = { ask: () => Promise.resolve(answer403) } as unknown as GitHubClient;
    const workflows = await collectWorkflows(
      client,
      stackOf(workflow),
      filesOf(stackOf(workflow)),
      priorOf(),
    );
    const answers = await observe(stackOf(workflow), priorOf(), github.origin);
    const [finding] = evaluate(stackOf(workflow), priorOf(), { ...answers, workflows });
    expect(finding).toEqual({
      ...{ setting, outcome: "unknown" },
      message: `it is unknown whether F1bonacci66/v7 has ${file.path} on main`,
      cause: "GitHub answered 403: Resource not accessible.",
    });
    const proposed = stackOf(desiredWorkflow({ pullRequest: true })).repositories[0];
    const answer = workflows.get("v7");
    expect(proposed && proposalOf(proposed, file, priorOf(), answer)?.head).toBe(head);
  });
});

it("a repository without a commit has no branch for the workflow", async () => {
  await makeRepository(github, null, { name: "v7" });
  const { findings } = await check(stackOf(desiredWorkflow()), priorOf());
  expect(findings).toEqual([
    `fail: ${setting}: F1bonacci66/v7 is empty, so it has no branch to commit the workflow to`,
  ]);
});

describe("a workflow of a repository that is created empty", () => {
  const stack = stackOf(desiredWorkflow(), true, false);
  const waiting = [
    `pass: ${setting}: the workflow is not committed before your first push to F1bonacci66/v7`,
  ];
  const waitingKeys = async (prior?: PriorState): Promise<ReadonlySet<string>> => {
    const observed = await observe(stack, prior, github.origin);
    const evaluation = { findings: [], possibleConflicts: [] };
    const files = filesOf(stack);
    const parts = { stack, files, prior, observed, evaluation, mirrors: new Map(), date: "" };
    return createResult({ ...parts, mode: "strict" }).waitingWorkflows;
  };

  it("waits for the first push, which the fix names", async () => {
    const { findings, fixes, requests } = await check(stack, priorOf());
    expect([findings, requests]).toEqual([waiting, []]);
    expect(fixes).toBe("Push your commits to its branch main, and then run: npx pulumi up");
    await makeRepository(github, null, { name: "v7" });
    expect((await check(stack, priorOf({}, true))).findings).toEqual(waiting);
    expect(await waitingKeys(priorOf())).toEqual(new Set(["v7"]));
    expect(await waitingKeys(priorOf({}, true))).toEqual(new Set(["v7"]));
  });

  it("is committed after it", async () => {
    await makeRepository(github, null, { name: "v7", auto_init: true });
    expect((await check(stack, priorOf({}, true))).findings).toEqual([]);
    expect(await waitingKeys(priorOf({}, true))).toEqual(new Set());
  });
});

describe("a workflow in a pull request", () => {
  const workflow = desiredWorkflow({ pullRequest: true });
  const refs = `${repository}/git/matching-refs/heads/${head}`;
  const newProposal: Proposal = { head, resources: "all", keepsFile: false };
  const onHead = [{ branch: head, path: file.path, blob }];

  beforeEach(async () => {
    await makeRepository(github, null, { name: "v7", auto_init: true });
  });

  it("depends on the file and the existing branches, in two requests", async () => {
    const { findings, requests, proposal } = await check(stackOf(workflow), priorOf());
    expect([findings, requests.sort(), proposal]).toEqual([[], [contents, refs], newProposal]);
  });

  const opened = { head, number: 1, isOpen: true };
  const inState = { files: onHead, branches: [head], pullRequests: [opened] };
  const over: Proposal = { ...newProposal, resources: "pull request" };

  async function openOne(): Promise<void> {
    await createBranch(head);
    await write(file.content, head);
    const body = { title: "t", head, base: "main" };
    expect((await github.ask("POST", `${repository}/pulls`, { body })).status).toBe(201);
  }

  it("is read while it is open in the state, in one request", async () => {
    await openOne();
    const { findings, requests, proposal } = await check(stackOf(workflow), priorOf(inState));
    expect([findings, requests, proposal]).toEqual([[], [`${repository}/pulls/1`], newProposal]);
  });

  it("is only the pull request once it was merged", async () => {
    await openOne();
    await github.ask("PUT", `${repository}/pulls/1/merge`, { body: {} });
    const { findings, proposal } = await check(stackOf(workflow), priorOf(inState));
    expect([findings, proposal]).toEqual([[], over]);
  });

  it("is only the pull request once it was closed, which is reported", async () => {
    await openOne();
    await github.ask("PATCH", `${repository}/pulls/1`, { body: { state: "closed" } });
    const { findings, proposal } = await check(stackOf(workflow), priorOf(inState));
    expect(findings).toEqual([
      `pass: ${setting}: pull request 1 of F1bonacci66/v7 was closed without being merged`,
    ]);
    expect(proposal).toEqual(over);
  });

  it("stays as it is if GitHub does not respond", async () => {
    const { findings, proposal } = await check(stackOf(workflow), priorOf(inState));
    expect([findings, proposal]).toEqual([[], newProposal]);
  });

  it.each([
    ["a refresh saw it closed", { ...inState, pullRequests: [{ ...opened, isOpen: false }] }],
    ["GitHub deleted its branch", { pullRequests: [opened] }],
    ["somebody deleted its file", { branches: [head], pullRequests: [opened] }],
  ])("is not read or created again if %s", async (_where, left) => {
    const { requests, proposal } = await check(stackOf(workflow), priorOf(left));
    expect([requests, proposal]).toEqual([[], over]);
  });

  it("is completed after an interrupted update", async () => {
    const { requests, proposal } = await check(stackOf(workflow), priorOf({ branches: [head] }));
    expect([requests, proposal]).toEqual([[], newProposal]);
  });

  it("uses another branch than an existing one", async () => {
    for (const name of [head, `${head}-2`]) await createBranch(name);
    const other = { pullRequests: [{ ...opened, head: `${head.slice(0, -1)}x` }] };
    const { proposal } = await check(stackOf(workflow), priorOf(other));
    expect(proposal).toEqual({ ...newProposal, head: `${head}-3` });
    const again = priorOf({ pullRequests: [{ ...opened, head: `${head}-3` }] });
    expect((await check(stackOf(workflow), again)).proposal?.head).toBe(`${head}-3`);
  });

  it("is not proposed if the file exists, nor read again", async () => {
    await write(file.content);
    const noResources: Proposal = { ...newProposal, resources: "none" };
    const { findings, proposal } = await check(stackOf(workflow), priorOf());
    expect([findings, proposal]).toEqual([[], noResources]);
    const again = await check(stackOf(workflow), priorOf({ skippedBranch: head }));
    expect([again.requests, again.proposal]).toEqual([[], noResources]);
  });

  it("replaces another file in the pull request, and keeps one that the stack committed", async () => {
    await write("on: hand\n");
    const { findings, proposal } = await check(
      stackOf(workflow),
      priorOf({ files: [{ branch: "main", path: file.path, blob }] }),
    );
    expect([findings, proposal]).toEqual([[], { ...newProposal, keepsFile: true }]);
  });

  it("stays on GitHub without the setting, with a note", async () => {
    for (const left of [{ pullRequests: [opened] }, { skippedBranch: head }]) {
      const { findings, fixes } = await check(stackOf(undefined), priorOf(left));
      expect(findings).toEqual([
        `pass: ${setting}: the workflow of F1bonacci66/v7 stays as it is on GitHub`,
      ]);
      expect(fixes).toContain("delete its file");
    }
    const committed = priorOf({ files: [{ branch: "main", path: file.path, blob }] });
    expect((await check(stackOf(undefined), committed)).findings).toEqual([]);
  });
});
