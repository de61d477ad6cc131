import {
  configure,
  imagePath,
  messageOf,
  problemsOf,
  problemsWith,
  setConfiguration,
} from "../configuring";

describe("the error", () => {
  it("lists all problems, each with its path", () => {
    setConfiguration({
      "ghcr:owner": "two words",
      "ghcr:registry": "https://ghcr.io",
      "ghcr:repositories": JSON.stringify({
        universe: { visibility: "secret", images: { universe: { tags: ["-first"] } } },
      }),
    });
    expect(messageOf().split("\n")[0]).toBe(
      "The stack's settings have 7 problems; nothing was changed.",
    );
    expect(problemsOf().map((problem) => problem.split(": ")[0])).toEqual([
      "github:token",
      "ghcr:token",
      "ghcr:owner",
      "ghcr:registry",
      "ghcr:repositories.universe.visibility",
      `${imagePath}.context`,
      `${imagePath}.tags.0`,
    ]);
  });

  it("says 'a problem' if there is one", () => {
    configure({ "ghcr:owner": "two words" });
    expect(messageOf()).toBe(
      [
        "The stack's settings have a problem; nothing was changed.",
        "  - ghcr:owner: 'two words' is not an account name: use up to 39 letters, digits and single '-', not at the start or end",
      ].join("\n"),
    );
  });

  it("describes how to set the owner", () => {
    const [problem, ...others] = problemsWith({ "ghcr:owner": undefined });
    expect(others).toEqual([]);
    expect(problem).toMatch(/^ghcr:owner: is not set; .*ghcr:owner.*GITHUB_OWNER/);
  });

  it("reports a map that is text, together with the other problems", () => {
    expect(problemsWith({ "ghcr:owner": "two words", "ghcr:repositories": "universe" })).toEqual([
      expect.stringMatching(/^ghcr:owner: 'two words' is not an account/),
      "ghcr:repositories: is the text 'universe'; expected a map",
    ]);
  });
});
