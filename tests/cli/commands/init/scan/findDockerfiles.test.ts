import { symlinkSync } from "node:fs";
import { relative } from "node:path";
import {
  findDockerfiles,
  parseDockerfileName,
  repositoryNameOf,
} from "../../../../../cli/commands/init/scan/findDockerfiles";
import { folderForEachTest } from "../../../testFolder";

const top = folderForEachTest();

function createFiles(...files: readonly string[]): void {
  for (const file of files) top.write(file, "# syntax=docker/dockerfile:1\n  from scratch\n");
}

/** The paths that were found, relative to the top. */
function listFound(folder = ".", program = "infra"): readonly (readonly [string, ...string[]])[] {
  top.add(program);
  const relativePath = (path: string): string => relative(top.path, path) || ".";
  return findDockerfiles(top.at(folder), top.at(program)).folders.map(
    ({ root, isGit, dockerfiles }) => [
      `${relativePath(root)}${isGit ? " in git" : ""}`,
      ...dockerfiles.map(({ dockerfile }) => relativePath(dockerfile)),
    ],
  );
}

it("finds Dockerfiles by all names that docker and podman use", () => {
  createFiles("Dockerfile", "web/Containerfile", "api/api.Dockerfile", "api/Dockerfile.worker");
  createFiles("a/b/c/dockerfile");
  expect(listFound()).toEqual([
    [
      ".",
      "Dockerfile",
      ...["api/Dockerfile.worker", "api/api.Dockerfile", "web/Containerfile", "a/b/c/dockerfile"],
    ],
  ]);
});

it("skips hidden folders, dependencies, the program's folder and links", () => {
  createFiles(
    "node_modules/x/Dockerfile",
    ".github/Dockerfile",
    "vendor/Dockerfile",
    "infra/examples/Dockerfile",
  );
  createFiles("real/Dockerfile");
  symlinkSync(top.at("real"), top.at("link"));
  symlinkSync(top.at("real", "Dockerfile"), top.at("Dockerfile"));
  expect(listFound()).toEqual([[".", "real/Dockerfile"]]);
});

it("skips templates, and files about Dockerfiles", () => {
  createFiles(
    "Dockerfile.md",
    "Dockerfile.j2",
    "Dockerfile.dockerignore",
    "my-dockerfile.txt",
    "Dockerfiles",
  );
  top.write("Dockerfile", "{{ from }}\nRUN echo from\n");
  expect(listFound()).toEqual([]);
});

it("separates several repositories, and finds the one above", () => {
  createFiles("one/Dockerfile", "one/web/Dockerfile", "two/Dockerfile", "three/Dockerfile");
  top.add("one/.git");
  // In a worktree, .git is a file.
  top.write("two/.git", "gitdir: elsewhere\n");
  expect(listFound()).toEqual([
    ["one in git", "one/Dockerfile", "one/web/Dockerfile"],
    [".", "three/Dockerfile"],
    ["two in git", "two/Dockerfile"],
  ]);
  expect(listFound("one/web")).toEqual([["one in git", "one/web/Dockerfile"]]);
});

it.each([
  ["Dockerfile", {}],
  ["CONTAINERFILE", {}],
  ["Dockerfile.web", { variant: "web" }],
  ["Dockerfile-web", { variant: "web" }],
  ["web.dockerfile", { variant: "web" }],
  ["Dockerfile.web.example", undefined],
  ["Dockerfile~", undefined],
  ["NotADockerfile", undefined],
])("the variant of '%s' is %j", (name, called) => {
  expect(parseDockerfileName(name)).toEqual(called);
});

it.each([
  ["/a/My App!", "My-App-"],
  ["/a/v7", "v7"],
  ["/", "app"],
])("the repository of the folder %s is named %s", (folder, name) => {
  expect(repositoryNameOf(folder)).toBe(name);
});
