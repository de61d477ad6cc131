import { initCommand } from "../../../../cli/commands/init/command";
import { readInitOptions, type InitFlags } from "../../../../cli/commands/init/options";
import { parseOnly } from "../../parsed";

function readOptions(...args: readonly string[]): ReturnType<typeof readInitOptions> {
  const command = parseOnly(initCommand, args);
  return readInitOptions(command.args, command.opts<InitFlags>());
}

it("reads each answer from its option, and folders from the arguments", () => {
  const args = ["../a", "--stack=acme/prod", "--backend", "file://~", "--owner", "octo", "../b"];
  const more = ["--repository", "app", "--visibility", "public", "--image", "app", "--image", "b"];
  const tags = ["--tag", "{{version}}", "--tag", "1.10"];
  const rest = ["--build", "actions", "--token-stdin", "--yes"];
  expect(readOptions(...args, ...more, ...tags, ...rest)).toEqual({
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
    isConfirmed: true,
  });
});

it("leaves open what was not answered", () => {
  expect(readOptions()).toEqual({ folders: [], isTokenOnInput: false, isConfirmed: false });
});

it("reports all problems at once, without a token or a password", () => {
  const wrong = readOptions(
    ...["--stack", "a b", "--backend", "postgres://me:hunter2@host/db", "--owner=-x"],
    ...["--repository", "a/b", "--image", "A b", "--image", "ghp_exampleX Y", "--tag", "-1"],
  );
  const problems = "problems" in wrong ? wrong.problems : [];
  const begins = [
    "--stack: 'a b' is not a stack",
    "--backend: 'postgres://…@host/db' contains a password",
    "--owner: '-x' is not an account",
    "--repository: 'a/b' is not a repository name",
    "--image: 'A b' has the part",
    "--image: 'ghp_…",
    "--tag: '-1' has '-' at character 1",
  ];
  for (const begin of begins) expect(problems).toContainEqual(expect.stringContaining(begin));
  expect(problems.join("\n")).not.toMatch(/hunter2|ghp_example/);
  expect(readOptions("--backend", "s3://me:hunter2@bucket")).toMatchObject({
    problems: [expect.stringMatching(/^--backend: 's3:\/\/…@bucket' contains a password/)],
  });
  expect(readOptions("--backend", "a-folder")).toMatchObject({
    problems: ["--backend: 'a-folder' is not a backend's address, such as file://~ or s3://bucket"],
  });
});

it("reads what to mirror, and what to do without a Dockerfile", () => {
  const postgres = "docker.io/library/postgres";
  expect(readOptions("--mirror", `${postgres}:alpine`, "--mirror", `${postgres}:16`)).toMatchObject(
    {
      folders: [],
      mirrors: [{ name: "postgres", from: postgres, tags: ["alpine", "16"] }],
    },
  );
  expect(readOptions("../a", "--starter", "node", "--mirror", `${postgres}:16`)).toMatchObject({
    starter: "node",
    mirrors: [{ name: "postgres", from: `${postgres}:16` }],
  });
});

it("reports each reference that is not one image, and options without effect on a mirror", () => {
  const wrong = readOptions(
    ...["--mirror", "postgres:alpine", "--mirror", "docker.io/library/postgres", "--tag", "latest"],
  );
  expect(wrong).toEqual({
    problems: [
      expect.stringMatching(
        /^--mirror: 'postgres:alpine' is not a reference: .*docker\.io\/library/,
      ),
      "--mirror: 'docker.io/library/postgres' has no tag; write, for example, docker.io/library/postgres:latest",
      "--tag: has no effect on a mirror; name the folder that it is for, too",
    ],
  });
});
