import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { version as pulumiVersion } from "@pulumi/pulumi/version";
import { ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, SEED_OWNER } from "../../sandbox";
import { renderStack, type StackPlan } from "../../core/workflows";
import { askGithub } from "../sandbox/world";
import { Job, type StepResult } from "../core/workflows/steps/runner";
import { withSteps } from "../core/workflows/steps/tools";
import { Project } from "./support/project";

/** A secret in the settings, which Pulumi prints. */
const secretValue = "a-secret-of-the-stack";
const repository = `/repos/${SEED_OWNER}/infrastructure`;

withSteps(() => {
  let project: Project;
  let job: Job;
  let repositoryId: number;
  let pull: number;
  let jobs = 0;

  beforeAll(async () => {
    project = await Project.open();
    const { body } = await requestGitHub("POST", "/user/repos", {
      ...{ name: "infrastructure", auto_init: true },
    });
    repositoryId = body.id as number;
    pull = await openPull();
  }, 600_000);
  afterAll(async () => {
    await project.close();
  });
  beforeEach(() => {
    const { environment, sandbox } = project.world;
    // support/setup.ts makes programs start faster, also those of a job.
    const faster = Object.entries(process.env).filter(([name]) =>
      /^(?:NODE_OPTIONS|NODE_COMPILE_CACHE|PULUMI_(?:NODEJS|GHCR_TEST)_\w+)$/.test(name),
    );
    const variables = [...faster, ...Object.entries(environment)].filter(
      ([, value]) => value !== undefined,
    );
    job = new Job({
      ...(Object.fromEntries(variables) as Record<string, string>),
      ...{ STACK: "dev", FOLDER: project.folder, SECRETS: "EXTRA", EXTRA: secretValue },
      ...{ GITHUB_API_URL: `http://${sandbox.address}`, GITHUB_SERVER_URL: "https://github.com" },
      ...{ GITHUB_REPOSITORY: `${SEED_OWNER}/infrastructure`, GITHUB_RUN_ID: "17" },
      ...{
        NUMBER: String(pull),
        COMMIT: "0123abc",
        RESULT: getSharedPath("result"),
        NO_PROXY: "localhost",
      },
    });
    rmSync(getSharedPath("result"), { recursive: true, force: true });
    const path = environment.PATH ?? process.env.PATH ?? "";
    // The program is compiled once for each user and folder of temporary files.
    const found = `PATH='${path}' HOME='${homedir()}' TMPDIR='${tmpdir()}'`;
    job.place("pulumi", `${found} exec '${project.toolchain.pulumi}' "$@"`);
  });
  afterEach(() => {
    job.close();
  });

  /** A path beside the project, for files that one job passes to another. */
  const getSharedPath = (name: string): string => `${project.folder}.${name}`;
  const readResult = (name: string): string =>
    readFileSync(`${getSharedPath("result")}/${name}`, "utf8");

  async function requestGitHub(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const origin = `http://${project.world.sandbox.address}`;
    const options = { token: ADMINISTRATOR_TOKEN, ...(body === undefined ? {} : { body }) };
    return askGithub(origin, method, path, options);
  }

  async function openPull(): Promise<number> {
    const main = await requestGitHub("GET", `${repository}/git/ref/heads/main`);
    const { sha } = main.body.object as { sha: string };
    await requestGitHub("POST", `${repository}/git/refs`, { ref: "refs/heads/next", sha });
    const content = Buffer.from("a").toString("base64");
    const file = { message: "m", content, branch: "next" };
    await requestGitHub("PUT", `${repository}/contents/a`, file);
    const fields = { title: "p", head: "next", base: "main" };
    const { body } = await requestGitHub("POST", `${repository}/pulls`, fields);
    return body.number as number;
  }

  /** Runs a step with a job's token that has these permissions. */
  async function runWithToken(
    step: string,
    permissions: Record<string, string>,
    inputs: Record<string, string> = {},
  ): Promise<StepResult> {
    jobs += 1;
    const token = `ghs_sampleOfJob${jobs}`;
    const fields = { token, kind: "actions", owner: SEED_OWNER, repositoryId, permissions };
    await project.control("tokens", { method: "POST", body: JSON.stringify(fields) });
    const ran = await job.run(step, { WORKFLOW_TOKEN: token, ...inputs });
    expect(ran.masks).toEqual([token]);
    return ran;
  }

  async function listComments(number: number): Promise<string[]> {
    const { body } = await requestGitHub("GET", `${repository}/issues/${number}/comments`);
    return (body as unknown as { body: string }[]).map((each) => each.body);
  }

  interface Issue {
    readonly number: number;
    readonly title: string;
    readonly body: string;
    readonly state: string;
  }

  async function listIssues(): Promise<Issue[]> {
    const { body } = await requestGitHub("GET", `${repository}/issues?state=all`);
    const all = body as unknown as (Issue & { pull_request?: object })[];
    return all.filter((each) => each.pull_request === undefined);
  }

  function configure(fields: object): void {
    project.configure({ "ghcr:repositories": { v7: { create: true, ...fields } } });
  }

  function configureStackWorkflow(changed: object): void {
    const settings = { repository: "infrastructure", secrets: ["EXTRA"], ...changed };
    project.configure({ "ghcr:stackWorkflow": settings });
  }

  /** The stack's workflow on GitHub; undefined if it does not exist. */
  async function readWorkflow(): Promise<string | undefined> {
    const path = `${repository}/contents/.github/workflows/stack.yml`;
    const { status, body } = await requestGitHub("GET", path);
    if (status === 404) return undefined;
    return Buffer.from(body.content as string, "base64").toString("utf8");
  }

  const written: StackPlan = {
    ...{ owner: SEED_OWNER, repository: "infrastructure", stack: "dev", folder: "." },
    ...{ branch: "main", secrets: ["EXTRA"], driftSchedule: "37 4 * * *", pulumiVersion },
  };

  /** Fails if a text that GitHub shows, or that one job passes to another, contains a secret. */
  function expectNoSecret(text: string): void {
    const tokens = [ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, secretValue];
    for (const token of tokens) expect(text).not.toContain(token);
  }

  it("updates the stack, and commits the workflow", async () => {
    configure({});
    configureStackWorkflow({});
    const updated = await job.run("update");
    expect(updated).toMatchObject({ code: 0, annotations: [] });
    expect(updated.summary).toContain("## The stack `dev` is up to date\n\n8 created\n");
    expectNoSecret(updated.summary);
    expect(await readWorkflow()).toBe(renderStack(written));
  });

  it("comments on a pull request with what an update would do", async () => {
    configure({ description: `it holds ${secretValue}` });
    configureStackWorkflow({ folder: "infra" });
    const first = await job.run("preview");
    expect(first).toMatchObject({ code: 0, annotations: [], outputs: { completed: "true" } });
    expect(readResult("output")).toContain('description: "it holds ***"');
    expectNoSecret(readResult("output"));
    const run = await runWithToken("comment", { pull_requests: "write" });
    expect(run).toMatchObject({ code: 0, annotations: [] });
    expect(run.log).toEqual([
      expect.stringContaining(`https://github.com/${SEED_OWNER}/infrastructure/pull/${pull}#`),
    ]);
    const [comment = "", ...others] = await listComments(pull);
    expect(others).toEqual([]);
    expect(comment).toContain("### Preview of the stack `dev`: 2 to update, 6 unchanged\n");
    expect(comment).toContain(
      `Commit 0123abc, [workflow run](https://github.com/${SEED_OWNER}/infrastructure/actions/runs/17).`,
    );
    // The committed workflow follows its settings.
    expect(comment).toContain("~ github:index/repositoryFile:RepositoryFile: (update)");
    expectNoSecret(comment);
  });

  it("changes its comment to why a preview failed, and fails", async () => {
    const ran = await job.run("preview", { STACK: "none" });
    expect(ran).toMatchObject({ outputs: { completed: "true" } });
    expect(ran.code).not.toBe(0);
    expect(await runWithToken("comment", { pull_requests: "write" })).toMatchObject({ code: 0 });
    const [comment = "", ...others] = await listComments(pull);
    expect(others).toEqual([]);
    expect(comment).not.toContain("it holds");
    expect(comment).toContain("### The preview of the stack `dev` failed\n");
    expect(comment).toContain("no stack named 'none' found");
  });

  it("comments that there is no preview if none was started", async () => {
    expect(await runWithToken("comment", { pull_requests: "write" })).toMatchObject({ code: 0 });
    const [comment = ""] = await listComments(pull);
    expect(comment).toContain("### No preview of the stack `dev`\n");
    expect(comment).not.toContain("<details>");
  });

  it("does not change another user's comment that looks like the workflow's", async () => {
    const { body } = await requestGitHub("POST", `${repository}/issues`, { title: "another" });
    const number = body.number as number;
    const marker = `<!-- pulumi-ghcr: preview of dev in ${project.folder} -->\n`;
    await requestGitHub("POST", `${repository}/issues/${number}/comments`, { body: marker });
    await runWithToken("comment", { issues: "write" }, { NUMBER: String(number) });
    const [others, created, ...more] = await listComments(number);
    expect(others).toBe(marker);
    expect(created).toContain("### No preview");
    expect(more).toEqual([]);
  });

  it("reports a missing permission with GitHub's message", async () => {
    const ran = await runWithToken("comment", { contents: "read" });
    expect(ran.code).toBe(1);
    expect(ran.annotations).toEqual([
      {
        level: "error",
        title: `The comment on #${pull} could not be written`,
        text: expect.stringContaining(
          "Resource not accessible by integration\nFix: the job needs 'permissions: pull-requests: write'",
        ) as string,
      },
    ]);
  });

  it("reports the fix if the repository has issues disabled", async () => {
    mkdirSync(getSharedPath("result"));
    writeFileSync(`${getSharedPath("result")}/code`, "7\n");
    writeFileSync(`${getSharedPath("result")}/output`, "Resources:\n    ~ 1 to update\n");
    await requestGitHub("PATCH", repository, { has_issues: false });
    const ran = await runWithToken("issue", { issues: "write" });
    await requestGitHub("PATCH", repository, { has_issues: true });
    expect(ran.code).toBe(1);
    expect(ran.annotations).toMatchObject([
      { title: "The issue about the drift could not be written" },
    ]);
    expect(ran.annotations[0]?.text).toContain("or set 'drift: never' in ghcr:stackWorkflow");
  });

  it("does not run Pulumi if secrets are missing, and names all of them", async () => {
    const ran = await job.run("preview", { SECRETS: "EXTRA OTHER BLANK", BLANK: " " });
    expect(ran.code).toBe(1);
    expect(ran.annotations.map(({ title }) => title)).toEqual([
      "The secret OTHER is missing",
      "The secret BLANK is missing",
    ]);
    expect(ran.annotations[0]?.text).toContain(
      `Fix: gh secret set OTHER --app actions --repo ${SEED_OWNER}/infrastructure`,
    );
    expect(existsSync(getSharedPath("result"))).toBe(false);
    const bot = await job.run("update", { SECRETS: "OTHER", GITHUB_ACTOR: "dependabot[bot]" });
    expect(bot.annotations[0]?.text).toContain("gh secret set OTHER --app dependabot");
  });

  it("succeeds without a preview for a pull request from a fork, and reports why", async () => {
    expect(await job.run("fork")).toMatchObject({
      code: 0,
      annotations: [{ level: "notice", title: "No preview for forks" }],
    });
  });

  it("reports drift until there is none", async () => {
    configure({});
    configureStackWorkflow({});
    const runIssueStep = async (): Promise<void> => {
      const issue = await runWithToken("issue", { issues: "write" });
      expect(issue).toMatchObject({ code: 0, annotations: [] });
    };
    const reportDrift = async (): Promise<StepResult> => {
      const ran = await job.run("drift");
      expect(ran.outputs).toEqual({ completed: "true" });
      await runIssueStep();
      return ran;
    };
    const before = await listIssues();
    const listNewIssues = async (): Promise<Issue[]> => {
      const previousNumbers = new Set(before.map(({ number }) => number));
      return (await listIssues()).filter(({ number }) => !previousNumbers.has(number));
    };

    await project.control(`repositories/${SEED_OWNER}/v7`, {
      method: "PATCH",
      body: JSON.stringify({ actions: { defaultWorkflowPermissions: "write" } }),
    });
    expect(await reportDrift()).toMatchObject({
      code: 0,
      annotations: [{ level: "warning", title: "dev has drifted" }],
    });
    const [issue, ...others] = await listNewIssues();
    expect(others).toEqual([]);
    expect(issue).toMatchObject({
      state: "open",
      title: "Drift: the stack dev differs from its settings",
      body: expect.stringContaining('~ defaultWorkflowPermissions: "write" => "read"') as string,
    });
    // The workflow that an update committed is no drift.
    expect(issue?.body).not.toContain("RepositoryFile");
    expectNoSecret(issue?.body ?? "");
    // The next report changes the same issue.
    const description = '    ~ description: "by hand"\n';
    appendFileSync(`${getSharedPath("result")}/output`, description);
    await runIssueStep();
    const again = await listNewIssues();
    expect(again.map(({ number }) => number)).toEqual([issue?.number]);
    expect(again[0]?.body).toContain('description: "by hand"');

    // The update removes the workflow, whose settings were removed, too.
    project.configure({ "ghcr:stackWorkflow": undefined });
    const corrected = await job.run("update");
    expect(corrected.code).toBe(0);
    expect(corrected.summary).toContain("1 updated, 2 deleted");
    expect(await readWorkflow()).toBeUndefined();
    expect(await reportDrift()).toMatchObject({ code: 0, annotations: [] });
    expect(await listNewIssues()).toMatchObject([{ number: issue?.number, state: "closed" }]);
    expect(await listComments(issue?.number ?? 0)).toEqual([
      expect.stringContaining("The drift is gone"),
    ]);
    // Without an open issue, nothing is written.
    await runIssueStep();
    expect(await listNewIssues()).toHaveLength(1);
    expect(await listComments(issue?.number ?? 0)).toHaveLength(1);
  });

  it("the job fails if an update fails, and shows Pulumi's output", async () => {
    const ran = await job.run("update", { STACK: "none" });
    expect(ran.code).not.toBe(0);
    expect(ran.annotations).toEqual([
      expect.objectContaining({ level: "error", title: "The update of none failed" }),
    ]);
    expect(ran.summary).toContain("## The update of `none` failed");
    expect(ran.summary).toContain("no stack named 'none' found");
  });
});
