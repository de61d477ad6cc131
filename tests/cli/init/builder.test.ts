import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareBuilder } from "../../../cli/init/builder";

let folder: string;
const path = process.env.PATH;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-builder-"));
});

afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true });
});

/** A docker that answers by what it is asked, and keeps what that was. */
function docker(answers: Readonly<Record<string, string>>): Record<string, string> {
  const cases = Object.entries(answers).map(([asked, does]) => `"${asked}") ${does};;`);
  const script = [
    "#!/bin/sh",
    `echo "$*" >> ${folder}/asked`,
    'case "$*" in',
    ...cases,
    "*) exit 1;;",
    "esac",
  ];
  writeFileSync(join(folder, "docker"), `${script.join("\n")}\n`);
  chmodSync(join(folder, "docker"), 0o755);
  const variables = { PATH: `${folder}:${path ?? ""}`, DOCKER_CONFIG: folder };
  process.env.PATH = variables.PATH;
  return variables;
}

const asked = (): readonly string[] =>
  readFileSync(join(folder, "asked"), "utf8").trim().split("\n");
const builtIn = 'printf "Name: default\\nDriver: docker\\n"';
const create = "buildx create --name pulumi-ghcr --driver docker-container";

it("is the one in use, where docker's is of a kind that pushes", async () => {
  const variables = docker({ "buildx inspect": 'printf "Name: ci\\nDriver: docker-container\\n"' });
  expect(await prepareBuilder(variables)).toEqual({ is: "in use" });
  expect(asked()).toEqual(["buildx inspect"]);
});

it("is made where docker has only its own, and used again", async () => {
  expect(await prepareBuilder(docker({ "buildx inspect": builtIn, [create]: "exit 0" }))).toEqual({
    is: "made",
    name: "pulumi-ghcr",
  });
  expect(asked().at(-1)).toBe(create);
  rmSync(join(folder, "asked"));
  const again = docker({ "buildx inspect": builtIn, "buildx inspect pulumi-ghcr": "exit 0" });
  expect(await prepareBuilder(again)).toEqual({ is: "made", name: "pulumi-ghcr" });
  expect(asked()).not.toContain(create);
});

it("is none where docker cannot make one, in docker's words, or is not there", async () => {
  const failing = { "buildx inspect": builtIn, [create]: "echo no such plugin >&2; exit 1" };
  expect(await prepareBuilder(docker(failing))).toEqual({
    is: "none",
    why: "docker buildx create said: no such plugin",
  });
  expect(await prepareBuilder({ PATH: join(folder, "nothing"), DOCKER_CONFIG: folder })).toEqual({
    is: "none",
    why: "docker is not on PATH",
  });
});

it("is known without docker, where a variable names it or somebody chose it", async () => {
  const bare = { PATH: join(folder, "nothing"), DOCKER_CONFIG: folder };
  expect(await prepareBuilder({ ...bare, BUILDX_BUILDER: "ci" })).toEqual({ is: "in use" });
  expect(await prepareBuilder({ ...bare, BUILDX_BUILDER: "" })).toMatchObject({ is: "none" });
  mkdirSync(join(folder, "buildx"));
  const choose = (text: string): void => {
    writeFileSync(join(folder, "buildx", "current"), text);
  };
  choose('{"Key":"","Name":"ci","Global":true}');
  expect(await prepareBuilder(bare)).toEqual({ is: "in use" });
  // Docker takes an empty variable for none.
  expect(await prepareBuilder({ ...bare, BUILDX_CONFIG: "" })).toEqual({ is: "in use" });
  expect(
    await prepareBuilder({
      ...bare,
      DOCKER_CONFIG: "/nothing",
      BUILDX_CONFIG: join(folder, "buildx"),
    }),
  ).toEqual({ is: "in use" });
  for (const none of ['{"Key":"unix:///x","Name":""}', "{", "[]"]) {
    choose(none);
    expect(await prepareBuilder(bare)).toMatchObject({ is: "none" });
  }
});
