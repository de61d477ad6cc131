import { inspect } from "node:util";
import { parseSettings } from "../../../stack/settings";
import {
  configuration,
  configure,
  messageOf,
  problemsOf,
  problemsWith,
  readSettings,
  secretKeys,
  setConfiguration,
  stackWith,
  tokens,
} from "./configuring";

describe("a token", () => {
  it("loses the newline at its end, which files and pipes add", () => {
    configure({ "ghcr:token": "ghp_example\n" });
    expect(readSettings({}).credentials.publish.reveal()).toBe("ghp_example");
  });

  it.each([
    ["ghcr:token", "ghp_example one", "ghcr:token: contains whitespace"],
    ["ghcr:token", "ghp_example\nwrapped", "ghcr:token: contains whitespace"],
    ["github:token", '"ghp_example"', "github:token: has quotes around it"],
    ["ghcr:token", "GHCR_TOKEN=ghp_example", "ghcr:token: begins with a variable name"],
  ])("%s that is %j is rejected, and not shown", (key, value, message) => {
    expect(problemsWith({ [key]: value }).join("\n")).toContain(message);
    expect(messageOf()).not.toContain("example");
  });

  it("is checked at the GitHub that the provider uses", () => {
    configure({});
    const api = readSettings({ GITHUB_BASE_URL: "https://localhost:5000/" }).apiAddress;
    expect(api).toBe("https://localhost:5000/api/v3");
    expect(problemsOf({ GITHUB_BASE_URL: "localhost" })).toEqual([
      "GITHUB_BASE_URL: is not a URL such as https://host/",
    ]);
  });
});

describe("the tokens", () => {
  const variables = { GITHUB_TOKEN: "ghp_examplevariable1", GHCR_TOKEN: "ghp_examplevariable2" };

  it.each([
    ["the configuration", tokens, {}, ["ghp_exampleconfig1", "ghp_exampleconfig2"]],
    ["variables", {}, variables, ["ghp_examplevariable1", "ghp_examplevariable2"]],
    ["both, and the configuration wins", tokens, variables, Object.values(tokens)],
  ])("come from %s, and are not printed", (_where, config, environment, expected) => {
    setConfiguration({ "ghcr:owner": "F1bonacci66", ...config }, secretKeys);
    const stack = readSettings(environment);
    const { admin, publish } = stack.credentials;
    expect([admin?.reveal(), publish.reveal()]).toEqual(expected);
    expect(`${JSON.stringify(stack)} ${inspect(stack, { depth: null })}`).not.toContain("example");
  });

  it.each<[string, Record<string, string>]>([
    ["absent", {}],
    ["empty", { GITHUB_TOKEN: "", GHCR_TOKEN: "" }],
  ])("that are %s are reported, with the fix", (_what, environment) => {
    setConfiguration({ "ghcr:owner": "F1bonacci66" });
    expect(problemsOf(environment)).toEqual([
      "github:token: is not set; set it with 'npx pulumi config set --secret github:token', or set the environment variable GITHUB_TOKEN",
      "ghcr:token: is not set; set it with 'npx pulumi config set --secret ghcr:token', or set the environment variable GHCR_TOKEN",
    ]);
  });

  it("need no github:token for mirrors alone", () => {
    const mirrors = { a: "docker.io/library/postgres:alpine" };
    const problem = "github:token: is not set; set it with 'npx pulumi config set --secret";
    const withoutAdmin = { "github:token": undefined, mirrors };
    expect(stackWith(withoutAdmin).credentials.admin).toBeUndefined();
    expect(stackWith({ ...withoutAdmin, repositories: {} }).credentials.admin).toBeUndefined();
    expect(readSettings({ GITHUB_TOKEN: "ghp_examplevariable1" }).credentials.admin?.kind).toBe(
      "classic",
    );
    for (const more of [{ repositories: { app: {} } }, { stackWorkflow: { repository: "app" } }]) {
      configure({ ...withoutAdmin, ...more });
      expect(problemsOf({})).toContainEqual(expect.stringContaining(problem));
    }
    configure({ ...withoutAdmin, "ghcr:token": undefined });
    expect(problemsOf({})).toEqual([expect.stringMatching(/^ghcr:token: is not set/)]);
  });

  it("for pulling are optional, and come from the same places", () => {
    const pullToken = "ghp_examplepull1";
    expect(stackWith({}).credentials.pull).toBeUndefined();
    for (const [config, environment] of [
      [{ pullToken }, { GHCR_PULL_TOKEN: "ghp_examplepull2" }],
      [{}, { GHCR_PULL_TOKEN: pullToken }],
    ] as const) {
      configure(config, ["ghcr:pullToken"]);
      expect(readSettings(environment).credentials.pull?.reveal()).toBe(pullToken);
    }
  });

  it.each([
    ["", "is empty; set it with 'npx pulumi config set --secret ghcr:pullToken', or set the"],
    ["ghp_example pull", "contains whitespace;"],
  ])("for pulling are rejected as %j", (pullToken, problem) => {
    configure({ pullToken }, ["ghcr:pullToken"]);
    expect(problemsOf()).toEqual([expect.stringMatching(`^ghcr:pullToken: ${problem}`)]);
  });
});

describe("a caller that requests some of the tokens", () => {
  it("gets those, and the others are not checked", () => {
    setConfiguration({ "ghcr:owner": "octo", "ghcr:token": "ghp_example" }, ["ghcr:token"]);
    const parsed = parseSettings(configuration(), ["publish"]);
    const { credentials = {} } = "stack" in parsed ? parsed.stack : {};
    expect(Object.keys(credentials)).toEqual(["publish"]);
    expect("stack" in parseSettings(configuration(), [])).toBe(true);
    expect("problems" in parseSettings(configuration(), ["admin"])).toBe(true);
  });

  it("needs no value of a secret that it does not request", () => {
    const raw = {
      settings: {
        "ghcr:owner": { value: "octo", isSecret: false },
        "ghcr:token": { value: undefined, isSecret: true },
        "ghcr:secret-npm": { value: undefined, isSecret: true },
        "ghcr:defaults": { value: { secrets: { npmrc: "npm" } }, isSecret: false },
        "ghcr:repositories": { value: { a: { images: { a: "." } } }, isSecret: false },
      },
      environment: {},
    };
    const parsed = parseSettings(raw, []);
    const [image] = "stack" in parsed ? parsed.stack.images : [];
    expect(() => image?.secrets?.npmrc?.reveal()).toThrow("ghcr:secret-npm is encrypted");
    const refused = parseSettings(raw, ["publish"]);
    expect("problems" in refused && refused.problems).toEqual([
      "ghcr:token: is encrypted and cannot be decrypted here",
    ]);
  });
});
