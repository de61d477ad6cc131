import type { Reply } from "../world";
import { githubForEachTest } from "../world";

const PATH = "/repos/F1bonacci66/demo";
const RULES = [{ type: "deletion" }];

const github = githubForEachTest();

beforeEach(async () => {
  await github.ask("POST", "/user/repos", { body: { name: "demo" } });
});

const makePrivate = (): Promise<Reply> =>
  github.ask("PATCH", PATH, { body: { visibility: "private" } });

describe("rulesets", () => {
  const createRuleset = (fields: object): Promise<Reply> =>
    github.ask("POST", `${PATH}/rulesets`, {
      body: { name: "r", enforcement: "active", ...fields },
    });

  it("are stored as sent, changed in part, and deleted", async () => {
    const conditions = { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } };
    const actor = { actor_id: 5, actor_type: "RepositoryRole", bypass_mode: "always" };
    const sent = { target: "branch", conditions, rules: RULES, bypass_actors: [actor] };
    const made = await createRuleset(sent);
    expect(made.status).toBe(201);
    const common = { name: "r", enforcement: "active", source: "F1bonacci66/demo" };
    expect(made.body).toMatchObject({ ...common, ...sent });
    const one = `${PATH}/rulesets/${String(made.body.id)}`;

    const changed = await github.ask("PUT", one, { body: { enforcement: "disabled" } });
    expect(changed.body).toMatchObject({ enforcement: "disabled", rules: RULES });
    const listed = (await github.ask("GET", `${PATH}/rulesets`)).body as unknown as object[];
    expect(listed).toMatchObject([{ id: made.body.id, enforcement: "disabled" }]);
    expect(listed[0]).not.toHaveProperty("rules");
    const visible = (await github.ask("GET", one, { token: null })).body;
    expect(visible).toMatchObject({ rules: RULES });
    expect(visible).not.toHaveProperty("bypass_actors");

    expect((await github.ask("DELETE", one)).status).toBe(204);
    expect((await github.ask("GET", one)).status).toBe(404);
  });

  it.each([
    ["no enforcement", { enforcement: undefined }, "enforcement"],
    ["a target that there is not", { target: "commit" }, "target"],
    ["rules without a type", { rules: [{}] }, "rules.0.type"],
  ])("reject %s", async (_what, fields, field) => {
    const { status, body } = await createRuleset(fields);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ field }]);
  });

  it("have unique names", async () => {
    await createRuleset({});
    const { status, body } = await createRuleset({});
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ field: "name", message: "Name must be unique" }]);
  });

  it("are not in the free plan of a private repository", async () => {
    await makePrivate();
    for (const { status, body } of [
      await createRuleset({}),
      await github.ask("GET", `${PATH}/rulesets`),
    ]) {
      expect(status).toBe(403);
      expect(body.message).toBe(
        "Upgrade to GitHub Pro or make this repository public to enable this feature.",
      );
    }
  });
});

describe("environments", () => {
  const putEnvironment = (body: object, name = "Production"): Promise<Reply> =>
    github.ask("PUT", `${PATH}/environments/${name}`, { body });

  it("return their rules, and lose those that the next PUT omits", async () => {
    const policy = { protected_branches: true, custom_branch_policies: false };
    const reviewers = [{ type: "User", id: 66 }];
    const first = await putEnvironment({
      wait_timer: 5,
      reviewers,
      deployment_branch_policy: policy,
    });
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      name: "Production",
      protection_rules: [
        { type: "wait_timer", wait_timer: 5 },
        { type: "required_reviewers", reviewers: [{ reviewer: { login: "F1bonacci66" } }] },
        { type: "branch_policy" },
      ],
      deployment_branch_policy: policy,
    });
    const second = await putEnvironment({}, "production");
    expect(second.body).toMatchObject({
      id: first.body.id,
      name: "Production",
      protection_rules: [],
      deployment_branch_policy: null,
    });
    const listed = await github.ask("GET", `${PATH}/environments`);
    expect(listed.body).toMatchObject({ total_count: 1, environments: [{ id: first.body.id }] });
    expect((await github.ask("DELETE", `${PATH}/environments/Production`)).status).toBe(204);
    expect((await github.ask("GET", `${PATH}/environments/Production`)).status).toBe(404);
  });

  it("have names with slashes", async () => {
    await putEnvironment({}, "eu%2Fproduction");
    const { body } = await github.ask("GET", `${PATH}/environments/eu%2Fproduction`);
    expect(body.name).toBe("eu/production");
  });

  it.each([
    ["two policies at once", { protected_branches: true, custom_branch_policies: true }],
    ["no policy at all", { protected_branches: false, custom_branch_policies: false }],
  ])("reject %s", async (_what, policy) => {
    expect((await putEnvironment({ deployment_branch_policy: policy })).status).toBe(422);
  });

  it("have no rules in a private repository, not even empty ones", async () => {
    await makePrivate();
    expect((await putEnvironment({})).status).toBe(200);
    const { status, body } = await putEnvironment({ wait_timer: 0 });
    expect(status).toBe(422);
    expect(body.message).toContain("Please ensure the billing plan supports");
  });
});
