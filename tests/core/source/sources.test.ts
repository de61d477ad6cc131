import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Sources, type SourcePaths } from "../../../core/source";
import { runGit } from "../../../core/source/git";
import { temporaryFolders } from "../../temporaryFolders";

const temporaryFolder = temporaryFolders();
let folder: string;
let context: string;
let paths: SourcePaths;

beforeEach(() => {
  folder = temporaryFolder();
  context = join(folder, "api");
  const base = join(folder, "base");
  paths = { context, dockerfile: join(folder, "api.Dockerfile"), contexts: { base } };
  for (const name of ["api.Dockerfile", "api/main.ts", "api/src/a", "api/logs/x", "base/os"]) {
    write(name, `FROM ${name}`);
  }
  write("api/.dockerignore", "logs");
});

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

it("reads what several images share only once", async () => {
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  const runner = jest.fn(runGit);
  const sources = new Sources(runner);
  const first = await sources.observe(paths);
  const before = runner.mock.calls.length;
  expect(before).toBeGreaterThan(0);
  // Deleted from the disk, and still observed.
  rmSync(join(context, "src"), { recursive: true });
  expect(await sources.observe(paths)).toEqual(first);
  expect(runner.mock.calls).toHaveLength(before);
});
