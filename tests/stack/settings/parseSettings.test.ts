import { parseSettings } from "../../../stack/settings";
import { configure, imageOf, readSettings, readWithoutTokens } from "./configuring";

describe("the version", () => {
  const universe = (settings: Record<string, unknown>): unknown => {
    configure({ repositories: { universe: { images: { universe: "." } } }, ...settings });
    return imageOf(readSettings(), "universe").tags;
  };

  it("fills each image's default tags", () => {
    const version = "v1.2.3";
    expect(universe({ version })).toEqual(["{{tag}}", "latest"]);
    expect(readWithoutTokens().version).toBe(version);
    const tags = ["{{version}}"];
    expect(universe({ version, defaults: { tags } })).toEqual(tags);
  });

  it("can be any tag if no rule needs a semantic version", () => {
    const version = "nightly";
    expect(universe({ version })).toEqual(["{{tag}}", "latest"]);
  });
});

describe("the environment's variables", () => {
  const variables = { GITHUB_OWNER: "Somebody", GHCR_REGISTRY: "localhost:5000" };

  it("replace what the configuration does not set", () => {
    configure({ "ghcr:owner": undefined });
    expect(readWithoutTokens(variables)).toMatchObject({
      owner: "Somebody",
      registry: "localhost:5000",
    });
  });

  it("do not override the configuration", () => {
    configure({ "ghcr:registry": "ghcr.io" });
    const same = { ...variables, GITHUB_OWNER: "f1bonacci66" };
    expect(readWithoutTokens(same)).toMatchObject({ owner: "F1bonacci66", registry: "ghcr.io" });
  });

  it.each(["GITHUB_OWNER", "GITHUB_ORGANIZATION"])(
    "cannot name another owner, because the provider would use it: %s",
    (name) => {
      const environment = { [name]: "Somebody" };
      configure({ mirrors: { db: "docker.io/library/postgres:16" } });
      expect(readWithoutTokens(environment)).toMatchObject({ owner: "F1bonacci66" });
      configure({ repositories: {} });
      expect(() => readWithoutTokens(environment)).toThrow(
        `ghcr:owner: is 'F1bonacci66', but the environment variable ${name} is 'Somebody', and the GitHub provider would use that owner; unset ${name}, or give both the same value`,
      );
    },
  );

  it("count as missing if they are empty, as a CI job passes unset inputs", () => {
    configure({});
    expect(readWithoutTokens({ GHCR_REGISTRY: "" })).toMatchObject({ registry: "ghcr.io" });
  });
});

it("a setting has the same meaning in a file's form and in Pulumi's", () => {
  const form = (owner: unknown, repositories: unknown): unknown => {
    const settings = {
      "ghcr:owner": { value: owner, isSecret: false },
      "ghcr:repositories": { value: repositories, isSecret: false },
    };
    return parseSettings({ settings, environment: {} }, []);
  };
  const repositories = { a: { images: { a: "." } } };
  expect(form(123, repositories)).toEqual(form("123", JSON.stringify(repositories)));
  expect(form(123, repositories)).toHaveProperty("stack.owner", "123");
});
