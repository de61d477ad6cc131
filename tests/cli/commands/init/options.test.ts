import { initCommand } from "../../../../cli/commands/init/command";
import { readInitOptions, type InitFlags } from "../../../../cli/commands/init/options";
import { parsed } from "../../parsed";

function read(...args: readonly string[]): ReturnType<typeof readInitOptions> {
  const command = parsed(initCommand, args);
  return readInitOptions(command.args, command.opts<InitFlags>());
}

it("takes each answer by its option, and folders without one", () => {
  const args = ["../a", "--stack=acme/prod", "--backend", "file://~", "--owner", "octo", "../b"];
  const more = ["--repository", "app", "--visibility", "public", "--image", "app", "--image", "b"];
  const rest = [
    "--tag",
    "{{version}}",
    "--tag",
    "1.10",
    "--build",
    "actions",
    "--token-stdin",
    "--yes",
  ];
  expect(read(...args, ...more, ...rest)).toEqual({
    folders: ["../a", "../b"],
    stack: "acme/prod",
    backend: "file://~",
    owner: "octo",
    repository: "app",
    visibility: "public",
    images: ["app", "b"],
    tags: ["{{version}}", "1.10"],
    build: "actions",
    isTokenOnInput: true,
    isYes: true,
  });
});

it("leaves open what nobody answered", () => {
  expect(read()).toEqual({ folders: [], isTokenOnInput: false, isYes: false });
});

it("tells all that is wrong at once, without a token or a password", () => {
  const wrong = read(
    ...["--stack", "a b", "--backend", "postgres://me:hunter2@host/db", "--owner=-x"],
    ...["--repository", "a/b", "--image", "A b", "--image", "ghp_exampleX Y", "--tag", "-1"],
  );
  const told = "problems" in wrong ? wrong.problems : [];
  const begins = [
    "--stack: 'a b' is not a stack",
    "--backend: 'postgres://…@host/db' holds a password",
    "--owner: '-x' is not an account",
    "--repository: 'a/b' is not a repository name",
    "--image: 'A b' has the part",
    "--image: 'ghp_…",
    "--tag: '-1' has '-' at character 1",
  ];
  for (const begin of begins) expect(told).toContainEqual(expect.stringContaining(begin));
  expect(told.join("\n")).not.toMatch(/hunter2|ghp_example/);
  expect(read("--backend", "s3://me:hunter2@bucket")).toMatchObject({
    problems: [expect.stringMatching(/^--backend: 's3:\/\/…@bucket' holds a password/)],
  });
  expect(read("--backend", "a-folder")).toMatchObject({
    problems: [
      "--backend: 'a-folder' is not where Pulumi can keep a stack: an address such as file://~ or s3://bucket",
    ],
  });
});
