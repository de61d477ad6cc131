import { configure, imageOf, imagePath, problemsOf, readSettings, withImage } from "../configuring";

describe("an image", () => {
  it.each<[string, Record<string, unknown>]>([
    ["tags.0", { tags: ["-first"] }],
    ["tags.1", { tags: ["latest", "a".repeat(129)] }],
    ["tags", { tags: [] }],
    ["platforms.0", { platforms: ["amd64"] }],
    ["platforms.1", { platforms: ["linux/amd64", "Linux/arm64"] }],
    ["platforms", { platforms: [] }],
    ["context", { context: "" }],
    ["dockerfile", { dockerfile: "" }],
    ["contexts.base", { contexts: { base: "" } }],
    ["tags.2", { tags: ["latest", "1", "latest"] }],
    ["target", { target: "" }],
    ["buildArgs.A-B", { buildArgs: { "A-B": "1" } }],
    ["buildArgs.BUILDKIT_MULTI_PLATFORM", { buildArgs: { BUILDKIT_MULTI_PLATFORM: "0" } }],
    ["secrets.a,b", { secrets: { "a,b": "npm" } }],
  ])("reports an invalid setting by its path: %s", (path, image) => {
    configure({ repositories: withImage(image), "secret-npm": "fakesecret" });
    expect(problemsOf().map((problem) => problem.split(": ")[0])).toEqual([`${imagePath}.${path}`]);
  });

  it("reports an invalid platform by its value, not as a pattern", () => {
    configure({ repositories: withImage({ platforms: ["amd64"] }) });
    expect(problemsOf()[0]).toContain("'amd64'");
  });

  it.each(["a//b", "two words", "-a", ""])("cannot be named '%s'", (name) => {
    configure({ repositories: { universe: { images: { [name]: { context: "." } } } } });
    const [problem, ...others] = problemsOf();
    expect(others).toEqual([]);
    expect(problem).toContain(`ghcr:repositories.universe.images.${name}: '${name}' `);
  });

  it.each([
    "ghp_examplefaketoken",
    "token=github_pat_examplefake",
    `npm_${"a".repeat(36)}`,
    "https://somebody:fakepassword@registry.example/",
    "-----BEGIN RSA PRIVATE KEY-----",
  ])("rejects a token among its build arguments: %s", (value) => {
    configure({ repositories: withImage({ buildArgs: { NPM: value } }) });
    const [problem, ...others] = problemsOf();
    expect(others).toEqual([]);
    expect(problem).toMatch(
      /^ghcr:\S+\.buildArgs\.NPM: '.*' looks like a token, .*npx pulumi config set --secret ghcr:secret-NAME/,
    );
    expect(problem).not.toMatch(/fake|aaaa/);
  });

  it.each(["1.10", "npm_config_loglevel", "highp_float", "https://example.org/a"])(
    "accepts '%s' among its build arguments",
    (value) => {
      configure({ repositories: withImage({ buildArgs: { A: value } }) });
      expect(imageOf(readSettings({}), "universe").buildArgs).toEqual({
        A: value,
      });
    },
  );
});
