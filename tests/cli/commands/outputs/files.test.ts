import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { readFiles, writeFiles } from "../../../../cli/commands/outputs/files";
import { UserError } from "../../../../cli/errors";
import { deploymentFileNames } from "../../../../core/deploy";
import { images, renderFiles } from "../../../core/deploy/images";
import { temporaryFolders } from "../../../temporaryFolders";

const temporaryFolder = temporaryFolders();
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

const rendered = renderFiles(images);
const outputs = Object.fromEntries(
  Object.entries(rendered).map(([name, text]) => [`__${name}`, text]),
);
const read = (changed = {}) => readFiles({ ...outputs, ...changed }, deploymentFileNames, "prod");
const list = (): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();

const paths = [
  "compose.lock.yaml",
  "docker-bake.json",
  "images.env",
  "images.lock.json",
  "images/kustomization.yaml",
];

it("writes each file with a final newline, and nothing else", () => {
  const written = writeFiles(folder, read());
  expect(list()).toEqual(paths);
  expect(written.map(({ path }) => path).sort()).toEqual(paths);
  expect(written.every(({ isChanged }) => isChanged)).toBe(true);
  expect(readFileSync(join(folder, "compose.lock.yaml"), "utf8")).toBe(`${rendered.compose}\n`);
  expect(readFileSync(join(folder, "docker-bake.json"), "utf8")).toBe(`${rendered.bake}\n`);
});

it("creates the folder, and writes only the files that are named", () => {
  writeFiles(join(folder, "new", "one"), readFiles(outputs, ["lock", "lock"], "prod"));
  expect(list()).toEqual(["new/one/images.lock.json"]);
});

it("replaces its own files if they changed, and leaves the others alone", () => {
  writeFiles(folder, read());
  const { ino } = statSync(join(folder, "images.env"));
  const compose = rendered.compose.replace("web:", "site:");
  const written = writeFiles(folder, read({ __compose: compose }));
  expect(written.filter(({ isChanged }) => isChanged)).toEqual([
    { path: "compose.lock.yaml", isChanged: true },
  ]);
  expect(readFileSync(join(folder, "compose.lock.yaml"), "utf8")).toBe(`${compose}\n`);
  expect(statSync(join(folder, "images.env")).ino).toBe(ino);
  expect(list()).toEqual(paths);
});

it("fills empty files, as a failed command in a shell leaves them", () => {
  writeFileSync(join(folder, "compose.lock.yaml"), "");
  writeFiles(folder, read());
  expect(readFileSync(join(folder, "compose.lock.yaml"), "utf8")).toBe(`${rendered.compose}\n`);
});

it("names every file that somebody else wrote, and writes nothing without --force", () => {
  const own = { "docker-bake.json": '{"target": {"app": {}}}', "images.env": "PASSWORD=x\n" };
  for (const [name, text] of Object.entries(own)) writeFileSync(join(folder, name), text);
  const message = (name: string): string =>
    `${join(folder, name)} exists, and 'outputs' did not write it; move it, or add --force`;
  expect(() => writeFiles(folder, read())).toThrow(
    new UserError(["images.env", "docker-bake.json"].map(message).join("\n")),
  );
  expect(list()).toEqual(Object.keys(own));
  for (const [name, text] of Object.entries(own)) {
    expect(readFileSync(join(folder, name), "utf8")).toBe(text);
  }
  writeFiles(folder, read(), { isForced: true });
  expect(list()).toEqual(paths);
  expect(readFileSync(join(folder, "images.env"), "utf8")).toBe(`${rendered.dotenv}\n`);
});

it("changes no file if one of them cannot be written", () => {
  const before = "services: {}\n";
  writeFileSync(join(folder, "compose.lock.yaml"), before);
  // A folder cannot be created there.
  symlinkSync("nowhere", join(folder, "images"));
  expect(() => writeFiles(folder, read())).toThrow(
    new RegExp(`^cannot write ${join(folder, "images", "kustomization.yaml")}: E`),
  );
  expect(list()).toEqual(["compose.lock.yaml"]);
  expect(readFileSync(join(folder, "compose.lock.yaml"), "utf8")).toBe(before);
});

it("reports a folder that is a file", () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  expect(() => writeFiles(file, read())).toThrow(/^cannot write .*compose\.lock\.yaml: ENOTDIR/);
});

it("leaves no partial file if a file cannot be replaced", () => {
  mkdirSync(join(folder, "compose.lock.yaml"));
  expect(() => writeFiles(folder, read())).toThrow(/^cannot write .*compose\.lock\.yaml: EISDIR/);
  expect(list()).toEqual([]);
  expect(existsSync(join(folder, "images"))).toBe(false);
});

it.each([
  [
    undefined,
    "prod has no output '__lock': it was never updated, or last by an older version; run 'pulumi up --stack prod'",
  ],
  [
    "[secret]",
    "prod: the output '__lock' is a secret; print it with 'pulumi stack output __lock --show-secrets --stack prod'",
  ],
])("reports the output %s", (__lock, message) => {
  expect(() => read({ __lock })).toThrow(new UserError(message));
});
