import { evaluate, fileOf, observe } from "./observing";
import type { DesiredStack, DesiredStackWorkflow } from "../../../../stack/model";
import type { PriorState } from "../../../../stack/state";
import { Token } from "../../../../core/tokens/token";
import { PUBLISHER_TOKEN } from "../../../../sandbox/seed";
import { addToken, makeRepository } from "../../../sandbox/people";
import { githubForEachTest } from "../../../sandbox/world";
import { desiredRepository, desiredWorkflow } from "../../desired";
import { priorOf, stackOf } from "./stackOfWorkflow";

const github = githubForEachTest();

const file = fileOf(desiredWorkflow());
const contents = `/repos/F1bonacci66/v7/contents/${file.path}`;

describe("the workflow of the stack itself", () => {
  const path = ".github/workflows/stack.yml";
  const ofStack = "/repos/F1bonacci66/infrastructure";
  const request = `${ofStack}/contents/${path}`;

  function withStack(
    repositories: DesiredStack["repositories"] = [],
    repository = "infrastructure",
    change: Partial<DesiredStackWorkflow> = {},
  ): DesiredStack {
    const defaults = { branch: "main", path, folder: ".", secrets: [], overwrite: false };
    return {
      ...stackOf(undefined),
      repositories,
      stackWorkflow: { repository, ...defaults, ...change },
    };
  }

  async function findingsOf(
    stack: DesiredStack,
    before?: PriorState,
  ): Promise<{ findings: string[]; fixes: string; contents: string[] }> {
    const start = github.journal.read().length;
    const findings = evaluate(stack, before, await observe(stack, before, github.origin));
    const paths = github.journal
      .read()
      .slice(start)
      .map(({ path: each }) => decodeURIComponent(each));
    return {
      findings: findings.map((each) => `${each.outcome}: ${each.setting}: ${each.message}`),
      fixes: findings.flatMap(({ fix = [] }) => fix).join(" "),
      contents: paths.filter((each) => each.includes("/contents/")),
    };
  }

  it("may be in a repository that is not in the settings", async () => {
    await makeRepository(github, null, { name: "infrastructure", auto_init: true });
    expect(await findingsOf(withStack(), priorOf())).toEqual({
      findings: [],
      fixes: "",
      contents: [request],
    });
  });

  it("requires its repository to exist", async () => {
    const { findings, fixes } = await findingsOf(withStack(), priorOf());
    expect(findings).toEqual([
      "fail: ghcr:stackWorkflow.repository: F1bonacci66/infrastructure does not exist, or F1bonacci66 has no access to it",
    ]);
    expect(fixes).toBe("Check the name: https://github.com/F1bonacci66/infrastructure");
  });

  it("is not checked if the stack creates the repository first", async () => {
    const made = [desiredRepository("Infrastructure", { create: true })];
    expect(await findingsOf(withStack(made), priorOf())).toEqual({
      findings: [],
      fixes: "",
      contents: [],
    });
  });

  it("requires its branch, and overwrites no unknown file", async () => {
    await makeRepository(github, null, { name: "infrastructure", auto_init: true });
    const content = Buffer.from("on: push # by hand\n").toString("base64");
    const body = { message: "m", content, branch: "main" };
    expect((await github.ask("PUT", request, { body })).status).toBe(201);
    const { findings, fixes } = await findingsOf(withStack(), priorOf());
    expect(findings).toEqual([
      `fail: ghcr:stackWorkflow.path: F1bonacci66/infrastructure already has ${path}, and this stack did not create it`,
    ]);
    expect(fixes).toContain("'overwrite: true'");
    expect(fixes).not.toContain("adopt");
    expect(
      (await findingsOf(withStack([], "infrastructure", { overwrite: true }), priorOf())).findings,
    ).toEqual([]);

    const elsewhere = withStack([], "infrastructure", { branch: "next" });
    const next = await findingsOf(elsewhere, priorOf());
    expect(next.findings).toEqual([
      "fail: ghcr:stackWorkflow.branch: F1bonacci66/infrastructure has no branch 'next'",
    ]);
    expect(next.fixes).toContain("Set '{branch: main}'");
  });

  it("is read separately from the publishing workflow of the same repository", async () => {
    await makeRepository(github, null, { name: "v7", auto_init: true });
    const repositories = [desiredRepository("v7", { workflow: desiredWorkflow() })];
    const { findings, contents: both } = await findingsOf(withStack(repositories, "V7"), priorOf());
    expect(findings).toEqual([]);
    expect(both.sort()).toEqual([contents, `/repos/F1bonacci66/V7/contents/${path}`].sort());
  });

  it("requires a token that may write workflows", async () => {
    await makeRepository(github, null, { name: "infrastructure", auto_init: true });
    const { world } = github.store;
    const token = addToken(world, "ghp_exampleofrepositories", { scopes: ["repo"] });
    const publish = new Token(PUBLISHER_TOKEN);
    const stack = { ...withStack(), credentials: { admin: new Token(token), publish } };
    const { findings } = await findingsOf(stack, priorOf());
    expect(findings).toEqual([expect.stringContaining("cannot write workflow files")]);
  });
});
