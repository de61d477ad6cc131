import type { Reply } from "../world";
import { githubForEachTest } from "../world";

const PATH = "/repos/F1bonacci66/demo";
const RULES = [{ type: "deletion" }];

const github = githubForEachTest({});

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
    await github.ask("PATCH", PATH, { body: { visibility: "private" } });
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
