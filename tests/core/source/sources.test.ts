import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Sources, type SourcePaths } from "../../../core/source";
import { runGit } from "../../../core/source/git";

let folder: string;
let context: string;
let paths: SourcePaths;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-sources-"));
  context = join(folder, "api");
  const base = join(folder, "base");
  paths = { context, dockerfile: join(folder, "api.Dockerfile"), contexts: { base } };
  for (const name of ["api.Dockerfile", "api/main.ts", "api/src/a", "api/logs/x", "base/os"]) {
    write(name, `FROM ${name}`);
  }
  write("api/.dockerignore", "logs");
  symlinkSync("main.ts", join(context, "link"));
  symlinkSync("src", join(context, "folder"));
  symlinkSync("nowhere", join(context, "broken"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

async function digest(of: SourcePaths = paths): Promise<string | undefined> {
  return (await new Sources().look(of)).digest;
}

const at = (name: string): string => join(folder, name);

describe("the digest", () => {
  it.each<[string, () => void]>([
    [
      "a file's content",
      () => {
        appendFileSync(at("api/src/a"), "b");
      },
    ],
    [
      "a file's content of the same length",
      () => {
        write("api/src/a", "FROM api/src/b");
      },
    ],
    [
      "a file's name",
      () => {
        renameSync(at("api/src/a"), at("api/src/b"));
      },
    ],
    [
      "a file's mode",
      () => {
        chmodSync(at("api/src/a"), 0o755);
      },
    ],
    [
      "a new file, though it is empty",
      () => {
        write("api/src/new", "");
      },
    ],
    [
      "a file that is gone",
      () => {
        unlinkSync(at("api/src/a"));
      },
    ],
    [
      "the Dockerfile, wherever it lies",
      () => {
        appendFileSync(at("api.Dockerfile"), "\nRUN true");
      },
    ],
    [
      "a named context",
      () => {
        appendFileSync(at("base/os"), "b");
      },
    ],
    [
      "where a link points",
      () => {
        unlinkSync(at("api/link"));
        symlinkSync("src/a", at("api/link"));
      },
    ],
    [
      "what is left out",
      () => {
        write("api/.dockerignore", "src");
      },
    ],
  ])("changes with %s", async (_what, change) => {
    const before = await digest();
    change();
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(await digest()).not.toBe(before);
  });

  it("changes with what stands behind a link that leads out", async () => {
    symlinkSync("../outside", at("api/out"));
    write("outside", "one");
    const before = await digest();
    write("outside", "two");
    expect(await digest()).not.toBe(before);
  });

  it.each<[string, () => void]>([
    [
      "a file is touched",
      () => {
        utimesSync(at("api/src/a"), 1, 1);
      },
    ],
    [
      "a file that is left out changes",
      () => {
        write("api/logs/x", "more");
      },
    ],
    [
      "an empty folder is made",
      () => {
        mkdirSync(at("api/empty"));
      },
    ],
    [
      "a neighbour changes",
      () => {
        write("README.md", "elsewhere");
      },
    ],
  ])("stays where %s", async (_what, change) => {
    const before = await digest();
    change();
    expect(await digest()).toBe(before);
  });

  it("is the same in another folder", async () => {
    const other = mkdtempSync(join(tmpdir(), "pulumi-ghcr-sources-"));
    cpSync(folder, other, { recursive: true, verbatimSymlinks: true });
    const there: SourcePaths = {
      context: join(other, "api"),
      dockerfile: join(other, "api.Dockerfile"),
      contexts: { base: join(other, "base") },
    };
    expect(await digest(there)).toBe(await digest());
    rmSync(other, { recursive: true });
  });

  it("reads the Dockerfile in the context, where no other is named", async () => {
    write("api/Dockerfile", "FROM a");
    write("api/.dockerignore", "Dockerfile");
    const before = await digest({ context });
    write("api/Dockerfile", "FROM b");
    expect(await digest({ context })).not.toBe(before);
  });

  it("reads large files whole", async () => {
    truncateSync(at("api/src/a"), 3_000_000);
    const before = await digest();
    appendFileSync(at("api/src/a"), "b");
    const longer = await digest();
    truncateSync(at("api/src/a"), 3_000_000);
    truncateSync(at("api/src/a"), 3_000_001);
    expect(new Set([before, longer, await digest()]).size).toBe(3);
  });

  it("is none where a name is no text, so that its file cannot be found", async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${context}/caf`), Buffer.from([0xe9])]), "coffee");
    expect((await new Sources().look(paths)).digest).toBeUndefined();
  });

  it("does not wait at what is no file, behind a link or as the Dockerfile", async () => {
    execFileSync("mkfifo", [at("pipe")]);
    symlinkSync("../pipe", at("api/pipe"));
    symlinkSync("loop", at("api/loop"));
    expect(await digest({ ...paths, dockerfile: at("pipe") })).toMatch(/^[0-9a-f]{64}$/);
  });

  it("is none where the Dockerfile cannot be looked at", async () => {
    symlinkSync("itself", at("itself"));
    const look = await new Sources().look({ ...paths, dockerfile: at("itself") });
    expect(look.digest).toBeUndefined();
  });

  it("is none where a file goes away meanwhile", async () => {
    const sources = new Sources();
    await sources.size(paths);
    unlinkSync(at("api/src/a"));
    expect((await sources.look(paths)).digest).toBeUndefined();
  });
});

it("looks once at what several images share", async () => {
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  const asked = jest.fn(runGit);
  const sources = new Sources(asked);
  const first = await sources.look(paths);
  const before = asked.mock.calls.length;
  expect(before).toBeGreaterThan(0);
  // Gone from the disk, and seen nevertheless.
  rmSync(join(context, "src"), { recursive: true });
  expect(await sources.look(paths)).toEqual(first);
  expect(asked.mock.calls).toHaveLength(before);
});
