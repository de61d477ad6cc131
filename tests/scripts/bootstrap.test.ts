import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "..", "..");

let clone: string;

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), "pulumi-ghcr-fresh-"));
  for (const file of [
    ...["cli/bin.mjs", "cli/echo.mjs", "cli/main.ts", "scripts/bootstrap.mjs", "scripts/run.mjs"],
    ...["package.json", "package-lock.json"],
  ]) {
    mkdirSync(dirname(join(clone, file)), { recursive: true });
    copyFileSync(join(root, file), join(clone, file));
  }
});

afterAll(() => {
  rmSync(clone, { recursive: true });
});

/** Neither npm nor anything else is on PATH. */
function run(folder: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: clone },
  });
  return { code: status, out: stdout, error: stderr };
}

/** The options of a Node that reports another version. */
function withNode(version: string): readonly string[] {
  const code = `Object.defineProperty(process.versions, "node", { value: "${version}" })`;
  return ["--import", `data:text/javascript,${encodeURIComponent(code)}`];
}

const entries: readonly (readonly string[])[] = [
  ["cli/bin.mjs", "doctor"],
  ["scripts/run.mjs", "scripts/start.ts"],
];

describe.each(entries)("%s in a fresh clone", (...args) => {
  it.each([
    ["20.19.0", "Node 20.19.0: Pulumi supports 22 and newer. Update it: https://nodejs.org/\n"],
    ["22.0.0", ""],
  ])("installs the packages with Node %s, and could not run if that fails", (version, warning) => {
    const { code, out, error } = run(clone, [...withNode(version), ...args]);
    expect([code, out]).toEqual([2, ""]);
    const [first, second] = error.split("pulumi-ghcr: ");
    expect(first).toBe(`Node packages: installing (about 20 seconds)\n${warning}`);
    expect(second).toMatch(/^the Node packages could not/);
  });

  it("rejects an old Node, and installs nothing", () => {
    expect(run(clone, [...withNode("20.18.3"), ...args])).toEqual({
      code: 2,
      out: "",
      error:
        "pulumi-ghcr: Node 20.19 or newer is required. Current: 20.18.3. See https://nodejs.org/\n",
    });
  });
});

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const developerScripts = Object.entries(scripts).filter(([name]) => name !== "prepack");

it.each(developerScripts)("npm run %s runs an existing file", (_name, script) => {
  const [, file = "none"] = /^node scripts\/run\.mjs (\S+)$/.exec(script) ?? [];
  expect(existsSync(join(root, file))).toBe(true);
});

it("a script shows its usage, and rejects an unknown option", () => {
  const script = ["scripts/run.mjs", "scripts/docs/main.ts"];
  const help = run(root, [...script, "--help"]);
  expect([help.code, help.error]).toEqual([0, ""]);
  expect(help.out).toMatch(/^Usage: npm run docs -- \[options\]\n/);
  const wrong = run(root, [...script, "--xyzzy=hunter2"]);
  expect(wrong).toEqual({ code: 2, out: "", error: "unknown option '--xyzzy'\n" });
});
