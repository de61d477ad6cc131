import { readInitArguments } from "../../../../cli/commands/init/flags";

it("takes each answer by its flag, and folders without one", () => {
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
  expect(readInitArguments([...args, ...more, ...rest])).toEqual({
    is: "right",
    asked: {
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
    },
  });
});

it("leaves open what nobody answered", () => {
  expect(readInitArguments([])).toEqual({
    is: "right",
    asked: { folders: [], isTokenOnInput: false, isYes: false },
  });
});

it("tells all that is wrong at once, without a token or a password", () => {
  const wrong = readInitArguments([
    ...["--stack", "a b", "--backend", "postgres://me:hunter2@host/db", "--owner=-x"],
    ...["--repository", "a/b", "--visibility", "internal", "--image", "A b", "--tag", "-1"],
    ...["--build", "docker", "--token", "ghp_exampleexampleexampleexample", "--stak", "x"],
  ]);
  expect(wrong.is).toBe("wrong");
  const told = wrong.is === "wrong" ? wrong.problems : [];
  const begins = [
    "a token is never an argument",
    "there is no flag --stak; did you mean --stack?",
    "--stack: 'a b' is not a stack",
    "--backend: 'postgres://…@host/db' holds a password",
    "--owner: '-x' is not an account",
    "--repository: 'a/b' is not a repository's name",
    "--image: 'A b' has the part",
    "--tag: '-1' has '-' at character 1",
    "--visibility: 'internal' is neither private nor public",
    "--build: 'docker' is neither pulumi nor actions",
  ];
  for (const begin of begins) expect(told).toContainEqual(expect.stringContaining(begin));
  expect(told.join("\n")).not.toMatch(/hunter2|ghp_example/);
  expect(readInitArguments(["--backend", "s3://me:hunter2@bucket"])).toMatchObject({
    problems: [expect.stringMatching(/^--backend: 's3:\/\/…@bucket' holds a password/)],
  });
  expect(readInitArguments(["--backend", "a-folder"])).toMatchObject({
    problems: [
      "--backend: 'a-folder' is not where Pulumi can keep a stack: an address such as file://~ or s3://bucket",
    ],
  });
});

it("tells how it is called, whatever else is asked", () => {
  expect(readInitArguments(["--help", "--nonsense"])).toEqual({ is: "help" });
});
