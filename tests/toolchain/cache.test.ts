import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, relative } from "node:path";
import { createStagingFolder, cacheFolder, isCached, partFolder } from "../../toolchain/cache";
import { partBinary, partKey, publish, removeAbandonedFolders } from "../../toolchain/cache";
import { githubProvider, moduleFolder, type Part } from "../../toolchain/parts";
import { temporaryFolders } from "../temporaryFolders";

const temporaryFolder = temporaryFolders();

describe("the cache's folder", () => {
  const home = homedir();
  it.each<[string, Record<string, string>, NodeJS.Platform, string]>([
    ["Linux", {}, "linux", join(home, ".cache", "pulumi-ghcr")],
    ["Linux with XDG", { XDG_CACHE_HOME: "/x" }, "linux", join("/x", "pulumi-ghcr")],
    ["Linux, XDG empty", { XDG_CACHE_HOME: "" }, "linux", join(home, ".cache", "pulumi-ghcr")],
    ["macOS", { XDG_CACHE_HOME: "/x" }, "darwin", join(home, "Library", "Caches", "pulumi-ghcr")],
    ["Windows", { LOCALAPPDATA: "C:\\local" }, "win32", join("C:\\local", "pulumi-ghcr")],
    ["Windows without LOCALAPPDATA", {}, "win32", join(home, ".cache", "pulumi-ghcr")],
    ["PULUMI_GHCR_CACHE", { PULUMI_GHCR_CACHE: "/mine", XDG_CACHE_HOME: "/x" }, "linux", "/mine"],
    [
      "PULUMI_GHCR_CACHE, empty",
      { PULUMI_GHCR_CACHE: "" },
      "linux",
      join(home, ".cache", "pulumi-ghcr"),
    ],
    ["PULUMI_GHCR_CACHE on macOS", { PULUMI_GHCR_CACHE: "/mine" }, "darwin", "/mine"],
    [
      "PULUMI_GHCR_CACHE, relative",
      { PULUMI_GHCR_CACHE: "mine" },
      "linux",
      join(process.cwd(), "mine"),
    ],
  ])("with %s", (_case, environment, platform, expected) => {
    expect(cacheFolder(environment, platform)).toBe(expected);
  });
});

describe("a part's key", () => {
  let folder: string;
  let part: Part;
  const properties = ["platform", "arch"].map(
    (name) => [name, Object.getOwnPropertyDescriptor(process, name) ?? {}] as const,
  );

  beforeEach(() => {
    folder = temporaryFolder();
    cpSync(moduleFolder(githubProvider), folder, { recursive: true });
    part = { ...githubProvider, folder: relative(moduleFolder({ folder: "" }), folder) };
  });

  afterEach(() => {
    for (const [name, property] of properties) Object.defineProperty(process, name, property);
  });

  it("has twelve hexadecimal digits, the same each time and in each clone", () => {
    expect(partKey(part)).toMatch(/^[0-9a-f]{12}$/);
    expect(partKey(part)).toBe(partKey(part));
    expect(partKey(part)).toBe(partKey(githubProvider));
  });

  it.each<[string, Partial<Part>]>([
    ["package", { package: "./other" }],
    ["version", { version: "6.15.1" }],
    ["stamps", { stamps: [] }],
    ["tags", { tags: ["seccomp"] }],
    ["cgo", { cgo: true }],
  ])("changes with its %s", (_what, changed) => {
    expect(partKey({ ...part, ...changed })).not.toBe(partKey(part));
  });

  it.each<[string, Partial<Part>]>([
    ["purpose", { purpose: "something else" }],
    ["seconds", { seconds: 1 }],
  ])("does not change with its %s", (_what, changed) => {
    expect(partKey({ ...part, ...changed })).toBe(partKey(part));
  });

  const own = "pulumi-resource-github";

  it.each(["go.mod", "go.sum", `${own}/main.go`, `${own}/schema.json`, "stubs/java/go.mod"])(
    "changes with %s",
    (file) => {
      const before = partKey(part);
      const path = join(folder, file);
      writeFileSync(path, `${readFileSync(path, "utf8")} `);
      expect(partKey(part)).not.toBe(before);
    },
  );

  it("does not change with the code of another part", () => {
    const before = partKey(part);
    mkdirSync(join(folder, "other"));
    writeFileSync(join(folder, "other", "main.go"), "package main\n");
    expect(partKey(part)).toBe(before);
  });

  it("changes with a new file, and with a renamed file", () => {
    const before = partKey(part);
    writeFileSync(join(folder, "more.go"), "");
    const more = partKey(part);
    expect(more).not.toBe(before);
    cpSync(join(folder, "more.go"), join(folder, "less.go"));
    expect(partKey(part)).not.toBe(more);
  });

  it("does not change with a checkout's line endings", () => {
    const before = partKey(part);
    for (const file of ["go.mod", "go.sum", `${own}/main.go`]) {
      const path = join(folder, file);
      writeFileSync(path, readFileSync(path, "utf8").replaceAll("\n", "\r\n"));
    }
    expect(partKey(part)).toBe(before);
  });

  it.each(["platform", "arch"])("changes with the machine's %s", (name) => {
    const before = partKey(part);
    Object.defineProperty(process, name, { value: "other" });
    expect(partKey(part)).not.toBe(before);
  });
});

describe("a part's folder", () => {
  it("names the part, its version and its key", () => {
    expect(partFolder(githubProvider, "/cache")).toBe(
      join("/cache", "engine", `pulumi-resource-github-6.15.0-${partKey(githubProvider)}`),
    );
  });

  it("holds the part only after it is published", () => {
    const cache = temporaryFolder();
    expect(isCached(githubProvider, cache)).toBe(false);
    const final = partFolder(githubProvider, cache);
    const aside = createStagingFolder(final);
    writeFileSync(join(aside, "pulumi-resource-github"), "");
    expect(isCached(githubProvider, cache)).toBe(false);
    publish(aside, final);
    expect(isCached(githubProvider, cache)).toBe(process.platform !== "win32");
    expect(existsSync(aside)).toBe(false);
    expect(partBinary(githubProvider, cache)).toContain(final);
  });
});

describe("publishing", () => {
  let final: string;

  beforeEach(() => {
    final = join(temporaryFolder(), "part");
  });

  it("starts with an empty staging folder, whatever was left there", () => {
    const aside = createStagingFolder(final);
    writeFileSync(join(aside, "partial"), "");
    expect(createStagingFolder(final)).toBe(aside);
    expect(readdirSync(aside)).toEqual([]);
    expect(aside).toBe(`${final}.partial-${process.pid}`);
  });

  it("keeps what another process published first", () => {
    const aside = createStagingFolder(final);
    writeFileSync(join(aside, "binary"), "ours");
    mkdirSync(final);
    writeFileSync(join(final, "binary"), "theirs");
    publish(aside, final);
    expect(readFileSync(join(final, "binary"), "utf8")).toBe("theirs");
    expect(existsSync(aside)).toBe(false);
  });

  it("throws if the staging folder does not exist", () => {
    expect(() => {
      publish(`${final}.partial-1`, final);
    }).toThrow("ENOENT");
  });
});

describe("sweeping", () => {
  it("removes the staging folders of ended processes, and nothing else", () => {
    const folder = temporaryFolder();
    const { pid: dead } = spawnSync(process.execPath, ["--eval", ""]);
    const others = [`part.partial-${process.pid}`, "part", "part.partial-", `partial-${dead}x`];
    for (const name of [...others, `part.partial-${dead}`]) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "binary"), "");
    }
    removeAbandonedFolders(folder);
    expect(readdirSync(folder).sort()).toEqual(others.sort());
  });

  it("does nothing without a folder", () => {
    expect(() => {
      removeAbandonedFolders(join(temporaryFolder(), "none"));
    }).not.toThrow();
  });
});
