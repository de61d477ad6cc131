import { rmSync } from "node:fs";
import { findBuilder, createBuilder } from "../../../../cli/commands/init/builder";
import { folderForEachTest } from "../../testFolder";

const folder = folderForEachTest();
const path = process.env.PATH;

afterEach(() => {
  process.env.PATH = path;
});

/** A docker that answers by its arguments, and records them. */
function installDocker(answers: Readonly<Record<string, string>>): Record<string, string> {
  const cases = Object.entries(answers).map(([call, does]) => `"${call}") ${does};;`);
  const script = [
    "#!/bin/sh",
    `echo "$*" >> ${folder.at("asked")}`,
    'case "$*" in',
    ...cases,
    "*) exit 1;;",
    "esac",
  ];
  folder.write("docker", `${script.join("\n")}\n`, 0o755);
  const variables = { PATH: `${folder.path}:${path ?? ""}`, DOCKER_CONFIG: folder.path };
  process.env.PATH = variables.PATH;
  return variables;
}

const readDockerCalls = (): readonly string[] => folder.read("asked").trim().split("\n");
const builtIn = 'printf "Name: default\\nDriver: docker\\n"';
const create = "buildx create --name pulumi-ghcr --driver docker-container";

it("is the one in use, if it can push", async () => {
  const variables = installDocker({
    "buildx inspect": 'printf "Name: ci\\nDriver: docker-container\\n"',
  });
  expect(await findBuilder(variables)).toEqual({ kind: "in use" });
  expect(readDockerCalls()).toEqual(["buildx inspect"]);
});

it("is created if docker has only its own, once, and used again", async () => {
  const can = { "buildx inspect": builtIn, "buildx version": "exit 0", [create]: "exit 0" };
  const variables = installDocker(can);
  const found = await findBuilder(variables);
  expect(found).toEqual({ kind: "named", name: "pulumi-ghcr", exists: false });
  // Finding one changes nothing.
  expect(readDockerCalls()).not.toContain(create);
  await createBuilder(found, variables);
  expect(readDockerCalls().at(-1)).toBe(create);
  rmSync(folder.at("asked"));
  const again = installDocker({
    "buildx inspect": builtIn,
    "buildx inspect pulumi-ghcr": "exit 0",
  });
  const exists = await findBuilder(again);
  expect(exists).toEqual({ kind: "named", name: "pulumi-ghcr", exists: true });
  await createBuilder(exists, again);
  expect(readDockerCalls()).not.toContain(create);
});

it("that cannot be created is reported with docker's output and an alternative", async () => {
  const failing = { "buildx version": "exit 0", [create]: "echo no such driver >&2; exit 1" };
  const variables = installDocker(failing);
  await expect(createBuilder(await findBuilder(variables), variables)).rejects.toThrow(
    "docker buildx create failed: no such driver\nFix that, or build on GitHub: --build actions",
  );
});

it("is none if docker has no buildx, with docker's output, or is missing", async () => {
  const failing = {
    "buildx inspect": builtIn,
    "buildx version": "echo no such plugin >&2; exit 1",
  };
  expect(await findBuilder(installDocker(failing))).toEqual({
    kind: "none",
    reason: "docker buildx version failed: no such plugin",
  });
  expect(await findBuilder({ PATH: folder.at("nothing"), DOCKER_CONFIG: folder.path })).toEqual({
    kind: "none",
    reason: "docker is not on PATH",
  });
});

it("is found without docker, if a variable names it or it was selected", async () => {
  const bare = { PATH: folder.at("nothing"), DOCKER_CONFIG: folder.path };
  expect(await findBuilder({ ...bare, BUILDX_BUILDER: "ci" })).toEqual({
    kind: "named",
    name: "ci",
    exists: true,
  });
  expect(await findBuilder({ ...bare, BUILDX_BUILDER: "" })).toMatchObject({ kind: "none" });
  const choose = (text: string): void => {
    folder.write("buildx/current", text);
  };
  choose('{"Key":"","Name":"ci","Global":true}');
  expect(await findBuilder(bare)).toEqual({ kind: "in use" });
  // Docker treats an empty variable as unset.
  expect(await findBuilder({ ...bare, BUILDX_CONFIG: "" })).toEqual({ kind: "in use" });
  expect(
    await findBuilder({
      ...bare,
      DOCKER_CONFIG: "/nothing",
      BUILDX_CONFIG: folder.at("buildx"),
    }),
  ).toEqual({ kind: "in use" });
  for (const none of ['{"Key":"unix:///x","Name":""}', "{", "[]"]) {
    choose(none);
    expect(await findBuilder(bare)).toMatchObject({ kind: "none" });
  }
});

it("is the one that BUILDX_BUILDER names, if the provider can use it", async () => {
  const variables = installDocker({
    "buildx inspect": builtIn,
    "buildx inspect default": builtIn,
    "buildx inspect ci": 'printf "Name: ci\\nDriver: docker-container\\n"',
    "buildx version": "exit 0",
  });
  const search = (BUILDX_BUILDER: string): ReturnType<typeof findBuilder> =>
    findBuilder({ ...variables, BUILDX_BUILDER });
  expect(await search("ci")).toEqual({ kind: "named", name: "ci", exists: true });
  for (const unusable of ["default", "unknown"])
    expect(await search(unusable)).toEqual({ kind: "named", name: "pulumi-ghcr", exists: false });
});
