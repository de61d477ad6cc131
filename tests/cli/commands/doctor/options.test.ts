import { doctorCommand } from "../../../../cli/commands/doctor/command";
import { readDoctorOptions, type DoctorFlags } from "../../../../cli/commands/doctor/options";
import { apiAddress } from "../../../../core/github/apiAddress";
import type { Variables } from "../../../../cli/variables";
import { parseOnly } from "../../parsed";

type Read = ReturnType<typeof readDoctorOptions>;

function readWith(variables: Variables, ...args: string[]): Read {
  return readDoctorOptions(parseOnly(doctorCommand, args).opts<DoctorFlags>(), variables);
}

const read = (...args: string[]): Read => readWith({}, ...args);

function readProblems(...args: string[]): readonly string[] {
  const found = read(...args);
  return "problems" in found ? found.problems : [];
}

it("uses the repository's name for the image, in lowercase", () => {
  expect(read("--repository", "F1bonacci66/CivilX")).toMatchObject({
    kind: "token",
    subject: {
      owner: "F1bonacci66",
      registry: "ghcr.io",
      repositories: [{ name: "CivilX" }],
      images: [
        {
          reference: { registry: "ghcr.io", name: "f1bonacci66/civilx" },
          repository: "CivilX",
        },
      ],
    },
    purpose: "publish",
    api: "https://api.github.com",
    isLight: false,
    isJson: false,
    isTokenOnInput: false,
  });
});

it("accepts several images, nested ones, and full names", () => {
  const found = read("--repository=o/v7", "--image=v7/web", "--image", "GHCR.io/O/v7/backend");
  expect(found).toMatchObject({
    subject: {
      images: [{ reference: { name: "o/v7/web" } }, { reference: { name: "o/v7/backend" } }],
    },
  });
});

it("accepts the repository's address, as a browser or git shows it", () => {
  for (const address of ["https://github.com/o/n", "git@github.com:o/n.git"]) {
    expect(read("--repository", address)).toMatchObject({
      subject: { owner: "o", repositories: [{ name: "n" }] },
    });
  }
  expect(readProblems("--repository", "https://gitlab.com/o/n")).toEqual([
    "--repository: 'https://gitlab.com/o/n' is not OWNER/NAME",
  ]);
});

it("reads the registry and the API from the variables that Pulumi reads", () => {
  const variables = { GHCR_REGISTRY: "localhost:5000", GITHUB_BASE_URL: "https://localhost:5000/" };
  expect(readWith(variables, "--repository", "o/n")).toMatchObject({
    subject: { registry: "localhost:5000" },
    api: "https://localhost:5000/api/v3",
  });
  const empty = { GHCR_REGISTRY: "", GITHUB_BASE_URL: "" };
  expect(readWith(empty, "--repository", "o/n")).toMatchObject({
    subject: { registry: "ghcr.io" },
    api: "https://api.github.com",
  });
});

it.each([
  [[], "--repository is missing; write --repository OWNER/NAME"],
  [["--repository", "alone"], "--repository: 'alone' is not OWNER/NAME"],
  [["--repository", "a/b/c"], "--repository: 'a/b/c' is not OWNER/NAME"],
  [["--repository", "-a/b"], "--repository: '-a'"],
  [["--repository", "a/b c"], "--repository: 'b c'"],
  [["--repository", "a/.github"], "--image: "],
  [["--repository", "a/b", "--image", "x y"], "--image: "],
  [["--repository", "a/b", "--registry", "https://x"], "--registry: 'https://x'"],
  [["--repository", "a/ghp_fakeFake x"], "ghp_…"],
])("reports the problem with %j", (args, message) => {
  const problems = readProblems(...args);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(message);
  expect(problems.join()).not.toContain("fakeFake");
});

it("reports all problems at once, and accepts the switches", () => {
  const registry = ["--registry", "https://x"];
  expect(readProblems(...registry)).toHaveLength(2);
  expect(read("--repository", "o/n", "--light", "--json", "--token-stdin")).toMatchObject({
    isLight: true,
    isJson: true,
    isTokenOnInput: true,
  });
});

it("takes what the token is for", () => {
  expect(read("--repository", "o/n", "--for", "pull")).toMatchObject({ purpose: "pull" });
  expect(() => read("--repository", "o/n", "--for", "fun")).toThrow("publish, administer, pull");
});

describe("with --stack", () => {
  it("needs nothing else", () => {
    expect(read("--stack", "prod", "--light")).toEqual({
      kind: "stack",
      stack: "prod",
      isLight: true,
      isJson: false,
    });
  });

  it("rejects each option that the stack's settings replace", () => {
    const others = ["--repository=o/n", "--image=n", "--for=pull", "--token-stdin", "--registry=x"];
    const names = readProblems("--stack", "prod", ...others).map((each) => each.split(":")[0]);
    expect(names).toEqual(["--repository", "--image", "--for", "--token-stdin", "--registry"]);
  });
});

it("finds the address of a GitHub's API", () => {
  expect(apiAddress("https://api.github.com/")).toBe("https://api.github.com");
  expect(apiAddress("https://github.example")).toBe("https://github.example/api/v3");
  expect(apiAddress("https://github.example/api/v3/")).toBe("https://github.example/api/v3");
  expect(apiAddress("ftp://x")).toBeUndefined();
  expect(apiAddress("nonsense")).toBeUndefined();
});
