import { toJsonSchema } from "../../sandbox/description/jsonSchema";
import { Validator } from "../../sandbox/description/validator";
import { operations } from "../../sandbox/github/router";
import { expectNoMisfits } from "./misfits";
import { startGithubHalf } from "./world";

const validator = new Validator(Object.keys(operations));
const description = validator.load();

describe("GitHub's description", () => {
  it("has every operation of the sandbox, under the same route", () => {
    const ours = Object.entries(operations).map(([id, { route }]) => [id, route]);
    const theirs = ours.map(([id = ""]) => [id, description.operations.get(id)?.route]);
    expect(ours).toEqual(theirs);
  });

  it("comes with every schema that it refers to", () => {
    const schemas = [...description.schemas.values()];
    const references = JSON.stringify([schemas, [...description.operations.values()]]).matchAll(
      /"\$ref":"([^"]+)"/g,
    );
    const missing = [...references].filter(([, name = ""]) => !description.schemas.has(name));
    expect(missing).toEqual([]);
    expect(schemas.filter((schema) => Object.keys(schema).length === 0)).toEqual([]);
  });
});

describe("a schema of OpenAPI 3.0", () => {
  const reference = { $ref: "#/components/schemas/simple-user" };
  it.each([
    [{ type: "string", nullable: true }, { type: ["string", "null"] }],
    [
      { type: "string", enum: ["a"], nullable: true },
      { type: ["string", "null"], enum: ["a", null] },
    ],
    [
      { allOf: [reference], nullable: true },
      { anyOf: [{ type: "null" }, { allOf: [{ $ref: "simple-user" }] }] },
    ],
    [{ oneOf: [reference] }, { anyOf: [{ $ref: "simple-user" }] }],
    [
      { properties: { example: { type: "string", example: { nullable: true } } } },
      { properties: { example: { type: "string" } } },
    ],
  ])("%j is %j as JSON Schema", (schema, expected) => {
    expect(toJsonSchema(schema).converted).toEqual(expected);
  });
});

describe("a response", () => {
  const topics = "repos/get-all-topics";
  const alerts = "repos/check-vulnerability-alerts";
  it.each([
    ["fits", topics, 200, { names: ["a"] }, []],
    ["of another form", topics, 200, { names: "a" }, ["/names must be array"]],
    ["without its body", topics, 200, undefined, ["/ must be object"]],
    ["with an undescribed status", topics, 202, {}, ["the status 202 is not described"]],
    ["of an undescribed error", topics, 418, { message: "x" }, []],
    ["of an undescribed error in another form", topics, 418, [], ["/ must be object"]],
    ["of a described error", topics, 404, { message: 1 }, ["/message must be string"]],
    ["to what nobody has", null, 404, { message: 1 }, ["/message must be string"]],
    ["that nothing has changed", topics, 304, undefined, []],
    ["of an error that is described as empty", alerts, 404, undefined, []],
    ["of the same error with GitHub's usual body", alerts, 404, { message: "x" }, []],
    ["of the same error in another form", alerts, 404, "x", ["/ must be object"]],
    ["that leads on", topics, 301, { message: "x" }, []],
    ["to a deletion", "repos/delete", 204, undefined, []],
    ["to a deletion, with a body", "repos/delete", 204, {}, ["the response is described as empty"]],
  ])("%s", (_what, id, status, body, misfits) => {
    expect(validator.findResponseMisfits(id, status, body)).toEqual(misfits);
  });

  it("must have the described formats", () => {
    const id = "actions/get-repo-secret";
    const body = { name: "X", created_at: "yesterday", updated_at: "2026-01-01T00:00:00Z" };
    expect(validator.findResponseMisfits(id, 200, body)).toEqual([
      '/created_at must match format "date-time"',
    ]);
  });
});

describe("a request", () => {
  const none = new URLSearchParams();
  const repository = { owner: "o", repo: "r" };
  const list = "packages/list-packages-for-user";
  it.each([
    ["create-for-authenticated-user", {}, "", { name: "x" }, []],
    [
      "create-for-authenticated-user",
      {},
      "",
      { name: 1, private: "yes" },
      ["/name must be string", "/private must be boolean"],
    ],
    ["create-for-authenticated-user", {}, "", undefined, ["a body is required"]],
    ["list-commits", repository, "per_page=100&sha=main", undefined, []],
    ["list-commits", repository, "per_page=many", undefined, ["/query/per_page must be integer"]],
    [
      "list-commits",
      repository,
      "perpage=100",
      undefined,
      ["/query must NOT have additional properties (perpage)"],
    ],
  ])("repos/%s of %j?%s with %j", (name, parameters, query, body, misfits) => {
    const sent = { parameters, query: new URLSearchParams(query), body };
    expect(validator.findRequestMisfits(`repos/${name}`, sent)).toEqual(misfits);
  });

  it("names the allowed values of a parameter, and what is missing", () => {
    const query = new URLSearchParams("package_type=oci");
    const parameters = { username: "someone" };
    expect(validator.findRequestMisfits(list, { parameters, query })).toEqual([
      "/query/package_type must be equal to one of the allowed values (npm, maven, rubygems, docker, nuget, container)",
    ]);
    expect(validator.findRequestMisfits(list, { parameters, query: none })).toEqual([
      "/query must have required property 'package_type'",
    ]);
  });
});

describe("the journal", () => {
  it("records a request that violates the description, without its values, and serves it", async () => {
    const github = await startGithubHalf();
    await github.ask("POST", "/user/repos", { body: { name: "demo", team_id: "ghp_hush" } });
    const entries = [...github.journal.read()];
    github.journal.clear();
    await github.close();
    expect(entries).toMatchObject([
      { status: 201, misfits: { request: ["/team_id must be integer"], response: [] } },
    ]);
    expect(JSON.stringify(entries)).not.toContain("hush");
    expect(() => {
      expectNoMisfits(entries);
    }).toThrow("POST /user/repos");
  });

  it("fails a test if the sandbox's response violates the description", async () => {
    const github = await startGithubHalf();
    await github.ask("POST", "/user/repos", { body: { name: "demo" } });
    Object.assign(github.store.world.repositories[0] ?? {}, { topics: [1] });
    await github.ask("GET", "/repos/F1bonacci66/demo/topics");
    await expect(github.close()).rejects.toThrow("/names/0 must be string");
  });
});
