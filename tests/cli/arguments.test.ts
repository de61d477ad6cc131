import { describeFlags, readArguments } from "../../cli/arguments";

const flags = {
  repository: { value: "OWNER/NAME", says: "the repository" },
  image: { value: "NAME", repeats: true, says: "a package" },
  light: { says: "less" },
} as const;

const problemsOf = (...args: string[]): readonly string[] => readArguments(args, flags, 0).problems;

describe("a command line", () => {
  it("is read in both forms, and a flag that repeats in its order", () => {
    const args = ["--repository", "o/n", "--image=a", "--light", "--image", "b"];
    const { flags: given, rest, problems } = readArguments(args, flags, 0);
    expect(problems).toEqual([]);
    expect(rest).toEqual([]);
    expect(Object.fromEntries(given)).toEqual({
      repository: ["o/n"],
      image: ["a", "b"],
      light: ["true"],
    });
  });

  it("keeps what is no flag, and `-` for the standard input", () => {
    expect(readArguments(["build.log", "-"], flags, 2)).toMatchObject({
      rest: ["build.log", "-"],
      problems: [],
    });
  });

  it("tells all its problems at once", () => {
    expect(
      problemsOf("--repositry", "x", "--image", "--light=yes", "--light", "--repository=", "y"),
    ).toEqual([
      "there is no flag --repositry; did you mean --repository?",
      "--image needs a value: --image NAME",
      "--light takes no value",
      "--light is given twice",
      "--repository needs a value: --repository OWNER/NAME",
      "'x' belongs to no flag",
      "'y' belongs to no flag",
    ]);
  });

  it.each([
    [["--token", "ghp_fake"]],
    [["--token=ghp_fake"]],
    [["--ghp_fake"]],
    [["ghp_fake"]],
    [["github_pat_fake"]],
    [["--repository", "a/b", "x:ghp_fake"]],
  ])("never repeats a token: %j", (args) => {
    const said = problemsOf(...args).join("\n");
    expect(said).not.toBe("");
    expect(said).not.toContain("fake");
  });

  it("says where a token belongs, however it is spelt", () => {
    expect(problemsOf("--tokn", "x")[0]).toMatch(/^there is no flag --tokn, and a token is never/);
    expect(problemsOf("--stack", "x")[0]).toBe("there is no flag --stack");
    const known = { ...flags, "token-stdin": { says: "the token" } };
    expect(readArguments(["--token", "x"], known, 0).problems[0]).toMatch(
      /: put it in GHCR_TOKEN, or send it to --token-stdin$/,
    );
    // A command that has no such flag does not name it.
    expect(problemsOf("--token", "x")[0]).toMatch(/: put it in GHCR_TOKEN$/);
  });

  it("repeats a flag as it was typed, and suggests the one that begins so", () => {
    expect(problemsOf("-l")).toEqual(["there is no flag -l; did you mean --light?"]);
    expect(problemsOf("-lite=1")).toEqual(["there is no flag -lite"]);
    const two = { ...flags, list: { says: "more" } };
    expect(readArguments(["-l"], two, 0).problems).toEqual(["there is no flag -l"]);
  });
});

it("shows the flags in two columns", () => {
  expect(describeFlags({ light: flags.light, image: flags.image })).toBe(
    "  --light       less\n  --image NAME  a package",
  );
});
