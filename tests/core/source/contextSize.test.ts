import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Sources, type ContextSize, type SourcePaths } from "../../../core/source";
import { listContextFiles } from "../../../core/source/contextFiles";
import { adviceOnSize, largeContext } from "../../../core/source/contextSize";
import { DockerIgnore } from "../../../core/source/dockerignore";
import { temporaryFolders } from "../../temporaryFolders";

const temporaryFolder = temporaryFolders();
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

const small = { context: "../api", bytes: 1, files: 1, isIncomplete: false, largest: [] };

function measureContext(paths: SourcePaths): Promise<ContextSize | undefined> {
  return new Sources().measureSize(paths);
}

/** Creates sparse files of these sizes. */
function place(files: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), "");
    truncateSync(join(folder, name), size);
  }
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

it("counts files and bytes, and names the largest parts", async () => {
  place({
    Dockerfile: 10,
    "src/a/b.ts": 20,
    "node_modules/x/dist/y.js": 5000,
    "packages/web/node_modules/z.js": 3000,
    "packages/web/main.ts": 40,
    ".git/objects/pack": 2000,
  });
  symlinkSync("/", join(folder, "everything"));
  expect(await measureContext({ context: folder })).toEqual({
    context: folder,
    bytes: 10_070,
    files: 6,
    isIncomplete: false,
    largest: [
      { path: "node_modules", bytes: 5000 },
      { path: "packages/web/node_modules", bytes: 3000 },
      { path: ".git", bytes: 2000 },
    ],
  });
});

it("does not count what .dockerignore excludes", async () => {
  place({ a: 1, "node_modules/b": 1000, "node_modules/keep/c": 100 });
  write(".dockerignore", "node_modules\n.dockerignore");
  expect(await measureContext({ context: folder })).toMatchObject({ bytes: 1, files: 1 });
  write(".dockerignore", "node_modules\n!node_modules/keep\n.dockerignore");
  expect(await measureContext({ context: folder })).toMatchObject({ bytes: 101, files: 2 });
});

it("prefers a Dockerfile's own ignore file to the context's", async () => {
  place({ a: 1, b: 10, c: 100 });
  write(".dockerignore", "a\n**/*.dockerignore\n.dockerignore");
  write("c.Dockerfile.dockerignore", "b\n**/*.dockerignore\n.dockerignore");
  const dockerfile = join(folder, "c.Dockerfile");
  expect(await measureContext({ context: folder })).toMatchObject({ bytes: 110 });
  expect(await measureContext({ context: folder, dockerfile })).toMatchObject({ bytes: 101 });
});

it("stops at the limit and reports it", async () => {
  place({ "a/1": 1, "b/1": 1, "c/1": 1 });
  for (const [limit, count] of [
    [2, 2],
    [4, 3],
  ] as const) {
    const { files, isIncomplete } = await listContextFiles(folder, new DockerIgnore(""), limit);
    expect([files.length, isIncomplete]).toEqual([count, count < 3]);
  }
  const size = { ...small, files: largeContext.files, isIncomplete: true };
  expect(adviceOnSize(size)).toContain("holds more than 0 MB");
});

it.each(["https://github.com/a/b.git", "/nowhere/at/all"])(
  "has no size for %s",
  async (context) => {
    expect(await measureContext({ context })).toBeUndefined();
  },
);

describe("the advice", () => {
  it.each([
    ["few small files", small, false],
    ["just too little", { ...small, bytes: largeContext.bytes - 1 }, false],
    ["many bytes", { ...small, bytes: largeContext.bytes }, true],
    ["many files", { ...small, files: largeContext.files }, true],
  ])("is given for %s: %#", (_what, size, isGiven) => {
    expect(adviceOnSize(size) !== undefined).toBe(isGiven);
  });

  it("names the size, the largest parts, and the fix", async () => {
    place({ Dockerfile: 10, "node_modules/x": 800_000_000, ".git/pack": 40_000_000 });
    const size = await measureContext({ context: folder });
    if (size === undefined) throw new Error("it was not measured");
    expect(adviceOnSize({ ...size, context: "../api" })).toBe(
      "The context ../api holds 840 MB in 3 files, and each preview and update reads all of " +
        "it. The largest parts are node_modules (800 MB), .git (40 MB), Dockerfile (0 MB). List " +
        "what the build does not need in ../api/.dockerignore, one path per line.",
    );
  });
});
