import { readDoctorArguments } from "../../../../cli/commands/doctor/arguments";
import { apiAddress } from "../../../../core/github/apiAddress";

const read = (...args: string[]): ReturnType<typeof readDoctorArguments> =>
  readDoctorArguments(args, {});

function problemsOf(...args: string[]): readonly string[] {
  const found = read(...args);
  return found.is === "wrong" ? found.problems : [];
}

it("takes the repository's name for the image, in lower case", () => {
  expect(read("--repository", "F1bonacci66/CivilX")).toMatchObject({
    is: "right",
    asked: {
      subject: {
        owner: "F1bonacci66",
        repository: "CivilX",
        registry: "ghcr.io",
        images: [{ registry: "ghcr.io", name: "f1bonacci66/civilx" }],
      },
      api: "https://api.github.com",
      isLight: false,
      isJson: false,
      isTokenOnInput: false,
    },
  });
});

it("takes several images, nested ones, and whole names as they are pulled", () => {
  const found = read("--repository=o/v7", "--image=v7/web", "--image", "GHCR.io/O/v7/backend");
  expect(found).toMatchObject({
    asked: { subject: { images: [{ name: "o/v7/web" }, { name: "o/v7/backend" }] } },
  });
});

it("takes the repository's address, as a browser or git shows it", () => {
  for (const address of ["https://github.com/o/n", "git@github.com:o/n.git"]) {
    expect(read("--repository", address)).toMatchObject({
      asked: { subject: { owner: "o", repository: "n" } },
    });
  }
  expect(problemsOf("--repository", "https://gitlab.com/o/n")).toEqual([
    "--repository: 'https://gitlab.com/o/n' is not OWNER/NAME",
  ]);
});

it("takes the registry and the API from the variables that Pulumi reads, too", () => {
  const variables = { GHCR_REGISTRY: "localhost:5000", GITHUB_BASE_URL: "https://localhost:5000/" };
  expect(readDoctorArguments(["--repository", "o/n"], variables)).toMatchObject({
    asked: { subject: { registry: "localhost:5000" }, api: "https://localhost:5000/api/v3" },
  });
  const empty = { GHCR_REGISTRY: "", GITHUB_BASE_URL: "" };
  expect(readDoctorArguments(["--repository", "o/n"], empty)).toMatchObject({
    asked: { subject: { registry: "ghcr.io" }, api: "https://api.github.com" },
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
])("says what is wrong with %j", (args, told) => {
  const problems = problemsOf(...args);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(told);
  expect(problems.join()).not.toContain("fakeFake");
});

it("knows where a GitHub's API lies", () => {
  expect(apiAddress("https://api.github.com/")).toBe("https://api.github.com");
  expect(apiAddress("https://github.example")).toBe("https://github.example/api/v3");
  expect(apiAddress("https://github.example/api/v3/")).toBe("https://github.example/api/v3");
  expect(apiAddress("ftp://x")).toBeUndefined();
  expect(apiAddress("nonsense")).toBeUndefined();
});
