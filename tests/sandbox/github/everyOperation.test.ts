import { operations } from "../../../sandbox/github/router";
import type { Package } from "../../../sandbox/world/world";
import { now } from "../../../sandbox/world/world";
import { addToken } from "../people";
import { seal, startGithubHalf } from "../world";

const REPOSITORY = "/repos/F1bonacci66/walk";
const ORGANIZATION = "/orgs/Liber-Abaci";
const SCOPES = [
  "admin:org",
  "delete:packages",
  "delete_repo",
  "repo",
  "workflow",
  "write:packages",
];

/** Requests that all succeed, in this order. */
type Walk = [method: string, path: string, body?: object][];

const content = Buffer.from("text").toString("base64");

const repositories: Walk = [
  ["POST", "/user/repos", { name: "walk", auto_init: true }],
  ["POST", `${ORGANIZATION}/repos`, { name: "walk" }],
  ["GET", "/user/repos"],
  ["GET", "/users/F1bonacci66/repos"],
  ["GET", `${ORGANIZATION}/repos`],
  ["GET", REPOSITORY],
  ["PATCH", REPOSITORY, { description: "d" }],
  ["PUT", `${REPOSITORY}/topics`, { names: ["a"] }],
  ["GET", `${REPOSITORY}/topics`],
  ["PUT", `${REPOSITORY}/vulnerability-alerts`],
  ["GET", `${REPOSITORY}/vulnerability-alerts`],
  ["DELETE", `${REPOSITORY}/vulnerability-alerts`],
  ["PUT", `${REPOSITORY}/contents/a/b`, { message: "m", content }],
  ["GET", `${REPOSITORY}/contents/a/b`],
  ["GET", `${REPOSITORY}/contents/`],
  ["DELETE", `${REPOSITORY}/contents/a/b`, { message: "m", sha: "{content.sha}" }],
  ["GET", `${REPOSITORY}/branches/main`],
  ["GET", `${REPOSITORY}/commits`],
  ["GET", `${REPOSITORY}/git/ref/heads/main`],
  ["POST", `${REPOSITORY}/git/refs`, { ref: "refs/heads/a/b", sha: "{object.sha}" }],
  ["GET", `${REPOSITORY}/commits/a/b`],
  ["PUT", `${REPOSITORY}/contents/c`, { message: "m", content, branch: "a/b" }],
  ["POST", `${REPOSITORY}/pulls`, { title: "t", head: "a/b", base: "main" }],
  ["GET", `${REPOSITORY}/pulls/1`],
  ["PATCH", `${REPOSITORY}/pulls/1`, { body: "b" }],
  ["POST", `${REPOSITORY}/issues`, { title: "t" }],
  ["GET", `${REPOSITORY}/issues`],
  ["PATCH", `${REPOSITORY}/issues/2`, { state: "closed" }],
  ["POST", `${REPOSITORY}/issues/1/comments`, { body: "b" }],
  ["PATCH", `${REPOSITORY}/issues/comments/{id}`, { body: "c" }],
  ["GET", `${REPOSITORY}/issues/1/comments`],
  ["PUT", `${REPOSITORY}/pulls/1/merge`, { merge_method: "squash" }],
  ["GET", `${REPOSITORY}/git/matching-refs/heads/a`],
  ["DELETE", `${REPOSITORY}/git/refs/heads/a/b`],
  ["POST", `${REPOSITORY}/rulesets`, { name: "r", enforcement: "active", rules: [] }],
  ["GET", `${REPOSITORY}/rulesets`],
  ["GET", `${REPOSITORY}/rulesets/{0.id}`],
  ["PUT", `${REPOSITORY}/rulesets/{id}`, { name: "s" }],
  ["DELETE", `${REPOSITORY}/rulesets/{id}`],
  ["GET", "/rate_limit"],
];

const accounts: Walk = [
  ["GET", "/user"],
  ["GET", "/users/F1bonacci66"],
  ["GET", ORGANIZATION],
];

const workflow = { default_workflow_permissions: "read" };
const secret = { encrypted_value: "{sealed}", key_id: "{key_id}" };

const actions: Walk = [
  ["PUT", `${ORGANIZATION}/actions/permissions/workflow`, workflow],
  ["GET", `${ORGANIZATION}/actions/permissions/workflow`],
  ["PUT", `${REPOSITORY}/actions/permissions/workflow`, workflow],
  ["GET", `${REPOSITORY}/actions/permissions/workflow`],
  ["GET", `${REPOSITORY}/actions/secrets/public-key`],
  ["PUT", `${REPOSITORY}/actions/secrets/S`, secret],
  ["GET", `${REPOSITORY}/actions/secrets`],
  ["GET", `${REPOSITORY}/actions/secrets/S`],
  ["DELETE", `${REPOSITORY}/actions/secrets/S`],
  ["GET", `${REPOSITORY}/dependabot/secrets/public-key`],
  ["PUT", `${REPOSITORY}/dependabot/secrets/S`, secret],
  ["GET", `${REPOSITORY}/dependabot/secrets`],
  ["GET", `${REPOSITORY}/dependabot/secrets/S`],
  ["DELETE", `${REPOSITORY}/dependabot/secrets/S`],
  ["GET", `${ORGANIZATION}/actions/secrets/public-key`],
  ["PUT", `${ORGANIZATION}/actions/secrets/S`, { ...secret, visibility: "selected" }],
  ["GET", `${ORGANIZATION}/actions/secrets/S`],
  ["GET", `${ORGANIZATION}/actions/secrets/S/repositories`],
  ["DELETE", `${ORGANIZATION}/actions/secrets/S`],
];

const packages: Walk = ["/user", "/users/F1bonacci66", ORGANIZATION].flatMap((path): Walk => {
  const one = `${path}/packages/container/a%2Fb`;
  return [
    ["GET", `${path}/packages?package_type=container`],
    ["GET", one],
    ["GET", `${one}/versions`],
    ["GET", `${one}/versions/{0.id}`],
    ["DELETE", `${one}/versions/{id}`],
    ["POST", `${one}/versions/{id}/restore`],
    ["DELETE", one],
    ["POST", `${one}/restore`],
  ];
});

const end: Walk = [["DELETE", REPOSITORY]];
const walk = [...repositories, ...accounts, ...actions, ...packages, ...end];

function makePackage(id: number, owner: string): Package {
  const times = { createdAt: now(), updatedAt: now() };
  const versions = ["a", "b"].map((digit, index) => ({
    id: id + 1 + index,
    digest: `sha256:${digit.repeat(64)}`,
    tags: [],
    ...times,
  }));
  const made = { id, owner, name: "a/b", visibility: "private" as const, repositoryId: null };
  return { ...made, linkDecided: true, versions, ...times };
}

/** Replaces `{a.b}` with that field of the last response that has it. */
function fillFields(text: string, answers: readonly object[]): string {
  return text.replaceAll(/"?\{([\w.]+)\}"?/g, (whole, path: string) => {
    const values = answers.map((answer) => readField(answer, path.split(".")));
    const value = JSON.stringify(values.findLast((one) => one !== undefined));
    return whole.startsWith('"') ? value : value.replaceAll('"', "");
  });
}

function readField(value: unknown, [name, ...rest]: string[]): unknown {
  if (name === undefined) return value;
  const isObject = typeof value === "object" && value !== null;
  return isObject ? readField((value as Record<string, unknown>)[name], rest) : undefined;
}

it("answers every operation as GitHub describes it", async () => {
  const github = await startGithubHalf();
  const token = addToken(github.store.world, "ghp_walker", { scopes: SCOPES });
  github.store.world.packages.push(makePackage(1, "F1bonacci66"), makePackage(11, "Liber-Abaci"));
  const responses: object[] = [];
  const refused: string[] = [];
  for (const [method, template, fields] of walk) {
    const path = fillFields(template, responses);
    const body = fields && (JSON.parse(fillFields(JSON.stringify(fields), responses)) as object);
    const reply = await github.ask(method, path, { token, body });
    if (reply.status >= 300) refused.push(`${method} ${path} ${reply.status}`);
    responses.push(reply.body);
    const { key } = reply.body;
    if (typeof key === "string") responses.push({ sealed: await seal("value", key) });
  }
  const requested = new Set(github.journal.read().map(({ operation }) => operation));
  await github.close();
  expect(refused).toEqual([]);
  expect(Object.keys(operations).filter((id) => !requested.has(id))).toEqual([]);
});
