import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { findMissingPaths } from "../../../core/source/missing";
import { temporaryFolders } from "../../temporaryFolders";

const temporaryFolder = temporaryFolders();
let root: string;

beforeEach(() => {
  root = temporaryFolder();
  for (const name of ["my-app", "my-app/docker", "base"]) mkdirSync(join(root, name));
  writeFileSync(join(root, "my-app", "docker", "web.Dockerfile"), "");
  writeFileSync(join(root, "my-app", "docker", "web.Dockerfile.dockerignore"), "");
});

function find(paths: Parameters<typeof findMissingPaths>[0]) {
  return findMissingPaths(paths).map(({ setting, kind, path, nearest }) =>
    [setting, kind, relative(root, path), nearest && relative(root, nearest)].filter(Boolean),
  );
}

it.each([
  ["a context", "my-ap", ["context", "folder", "my-ap", "my-app"]],
  [
    "a context whose parent is misspelled",
    "my-ap/docker",
    ["context", "folder", "my-ap/docker", "my-app/docker"],
  ],
  ["a context like no other", "elsewhere", ["context", "folder", "elsewhere"]],
  ["the Dockerfile of a context", "my-app", ["dockerfile", "Dockerfile", "my-app/Dockerfile"]],
  [
    "the Dockerfile of a context with another",
    "my-app/docker",
    ["dockerfile", "Dockerfile", "my-app/docker/Dockerfile", "my-app/docker/web.Dockerfile"],
  ],
])("%s is missing, with the nearest that exists", (_what, context, expected) => {
  expect(find({ context: join(root, context) })).toEqual([expected]);
});

it("a folder is no Dockerfile, and a file no context", () => {
  const context = join(root, "my-app");
  expect(find({ context, dockerfile: join(context, "docker") })).toEqual([
    ["dockerfile", "Dockerfile", "my-app/docker"],
  ]);
  const file = join(context, "docker", "web.Dockerfile");
  expect(find({ context: file, dockerfile: file })).toEqual([
    ["context", "folder", "my-app/docker/web.Dockerfile"],
  ]);
});

it("named contexts are folders or addresses", () => {
  const context = join(root, "my-app");
  const dockerfile = join(context, "docker", "web.Dockerfile");
  const contexts = {
    base: join(root, "base"),
    bas: join(root, "bas"),
    image: "docker-image://alpine",
    stage: "target:build",
  };
  expect(find({ context, dockerfile, contexts })).toEqual([
    ["contexts.bas", "folder", "bas", "base"],
  ]);
});

it.each(["https://github.com/octo/app.git", "git@github.com:octo/app.git", "github.com/octo/app"])(
  "the context %s is not on this machine",
  (context) => {
    expect(find({ context })).toEqual([]);
  },
);
