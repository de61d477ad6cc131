import { existsSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { readFiles, writeFiles } from "../../../../cli/commands/outputs/files";
import { UserError } from "../../../../cli/errors";
import { deploymentFileNames } from "../../../../core/deploy";
import { images, renderFiles } from "../../../core/deploy/images";
import { folderForEachTest } from "../../testFolder";

const folder = folderForEachTest();

const rendered = renderFiles(images);
const outputs = Object.fromEntries(
  Object.entries(rendered).map(([name, text]) => [`__${name}`, text]),
);
const read = (changed = {}) => readFiles({ ...outputs, ...changed }, deploymentFileNames, "prod");
const list = (): readonly string[] =>
  readdirSync(folder.path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.path.length + 1))
    .sort();

const paths = [
  "compose.lock.yaml",
  "docker-bake.json",
  "images.env",
  "images.lock.json",
  "images/kustomization.yaml",
];

it("writes each file with a final newline, and nothing else", () => {
  const written = writeFiles(folder.path, read());
  expect(list()).toEqual(paths);
  expect(written.map(({ path }) => path).sort()).toEqual(paths);
  expect(written.every(({ isChanged }) => isChanged)).toBe(true);
  expect(folder.read("compose.lock.yaml")).toBe(`${rendered.compose}\n`);
  expect(folder.read("docker-bake.json")).toBe(`${rendered.bake}\n`);
});

it("creates the folder, and writes only the files that are named", () => {
  writeFiles(folder.at("new", "one"), readFiles(outputs, ["lock", "lock"], "prod"));
  expect(list()).toEqual(["new/one/images.lock.json"]);
});

it("replaces its own files if they changed, and leaves the others alone", () => {
  writeFiles(folder.path, read());
  const { ino } = statSync(folder.at("images.env"));
  const compose = rendered.compose.replace("web:", "site:");
  const written = writeFiles(folder.path, read({ __compose: compose }));
  expect(written.filter(({ isChanged }) => isChanged)).toEqual([
    { path: "compose.lock.yaml", isChanged: true },
  ]);
  expect(folder.read("compose.lock.yaml")).toBe(`${compose}\n`);
  expect(statSync(folder.at("images.env")).ino).toBe(ino);
  expect(list()).toEqual(paths);
});

it("fills empty files, as a failed command in a shell leaves them", () => {
  folder.write("compose.lock.yaml");
  writeFiles(folder.path, read());
  expect(folder.read("compose.lock.yaml")).toBe(`${rendered.compose}\n`);
});

it("names every file that somebody else wrote, and writes nothing without --force", () => {
  const own = { "docker-bake.json": '{"target": {"app": {}}}', "images.env": "PASSWORD=x\n" };
  for (const [name, text] of Object.entries(own)) folder.write(name, text);
  const message = (name: string): string =>
    `${folder.at(name)} exists, and 'outputs' did not write it; move it, or add --force`;
  expect(() => writeFiles(folder.path, read())).toThrow(
    new UserError(["images.env", "docker-bake.json"].map(message).join("\n")),
  );
  expect(list()).toEqual(Object.keys(own));
  for (const [name, text] of Object.entries(own)) {
    expect(folder.read(name)).toBe(text);
  }
  writeFiles(folder.path, read(), { isForced: true });
  expect(list()).toEqual(paths);
  expect(folder.read("images.env")).toBe(`${rendered.dotenv}\n`);
});

it("changes no file if one of them cannot be written", () => {
  const before = "services: {}\n";
  folder.write("compose.lock.yaml", before);
  // A folder cannot be created there.
  symlinkSync("nowhere", folder.at("images"));
  expect(() => writeFiles(folder.path, read())).toThrow(
    new RegExp(`^cannot write ${folder.at("images", "kustomization.yaml")}: E`),
  );
  expect(list()).toEqual(["compose.lock.yaml"]);
  expect(folder.read("compose.lock.yaml")).toBe(before);
});

it("reports a folder that is a file", () => {
  folder.write("file");
  expect(() => writeFiles(folder.at("file"), read())).toThrow(
    /^cannot write .*compose\.lock\.yaml: ENOTDIR/,
  );
});

it("leaves no partial file if a file cannot be replaced", () => {
  folder.add("compose.lock.yaml");
  expect(() => writeFiles(folder.path, read())).toThrow(
    /^cannot write .*compose\.lock\.yaml: EISDIR/,
  );
  expect(list()).toEqual([]);
  expect(existsSync(folder.at("images"))).toBe(false);
});

it.each([
  [
    undefined,
    "prod has no output '__lock': it was never updated, or last by an older version; run 'npx pulumi up --stack prod'",
  ],
  [
    "[secret]",
    "prod: the output '__lock' is a secret; print it with 'npx pulumi stack output __lock --show-secrets --stack prod'",
  ],
])("reports the output %s", (__lock, message) => {
  expect(() => read({ __lock })).toThrow(new UserError(message));
});
