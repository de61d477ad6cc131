import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { jsonLine, shellLines, whileReadable } from "../../scripts/sandbox";
import { temporaryFolders } from "../temporaryFolders";

describe("shellLines", () => {
  const before = { ...process.env };

  afterEach(() => {
    for (const name of ["PULUMI_GHCR_SAME", "PULUMI_GHCR_GONE"]) {
      Reflect.deleteProperty(process.env, name);
    }
    expect(process.env).toEqual(before);
  });

  it("sets and unsets all variables, whatever this shell has", () => {
    process.env.PULUMI_GHCR_SAME = "as it is";
    expect(
      shellLines({
        PULUMI_GHCR_SAME: "as it is",
        PULUMI_GHCR_NEW: "new",
        PULUMI_GHCR_GONE: undefined,
      }),
    ).toBe(
      "export PULUMI_GHCR_SAME='as it is'\nexport PULUMI_GHCR_NEW='new'\nunset PULUMI_GHCR_GONE",
    );
  });

  it("puts the toolchain before the other terminal's PATH", () => {
    const PATH = process.env.PATH ?? "";
    const lines = shellLines({ PATH: `/it's/bin${delimiter}${PATH}` });
    expect(lines).toBe(`export PATH='/it'\\''s/bin${delimiter}'"$PATH"`);
    // A similar path stays complete.
    for (const value of ["/only", `/before${PATH}`]) {
      expect(shellLines({ PATH: value })).toBe(`export PATH='${value}'`);
    }
    expect(shellLines({ OTHER: `/a${delimiter}${PATH}` })).not.toContain('"$PATH"');
    jest.replaceProperty(process, "env", { ...process.env, PATH: "" });
    expect(shellLines({ PATH: "/a:" })).toBe("export PATH='/a:'");
    jest.restoreAllMocks();
  });

  // Only a Unix shell can be tested.
  if (process.platform !== "win32") {
    it.each([
      "it's",
      "'",
      "''",
      "a b  c",
      '"$HOME" `id` $(id) \\ \\\' !x * ~ #',
      "two\nlines",
      "",
      "äß✓",
    ])("gives a shell back exactly %j", (value) => {
      const script = `${shellLines({ PULUMI_GHCR_NEW: value })}\nprintf %s "$PULUMI_GHCR_NEW"`;
      expect(spawnSync("/bin/sh", ["-c", script], { encoding: "utf8" }).stdout).toBe(value);
    });
  }
});

describe("the file with the variables", () => {
  const environment = { PULUMI_GHCR_NEW: "it's new", PULUMI_GHCR_GONE: undefined };
  const temporaryFolder = temporaryFolders();
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = temporaryFolder();
    file = join(folder, "env");
  });

  it("exists while the sandbox runs, complete and private, and is then removed", async () => {
    // The file of a killed sandbox.
    writeFileSync(file, "export PULUMI_GHCR_OLD='old'\n", { mode: 0o644 });
    await whileReadable(file, environment, () => {
      expect(readFileSync(file, "utf8")).toBe(`${shellLines(environment)}\n`);
      expect(readdirSync(folder)).toEqual(["env"]);
      if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
      return Promise.resolve();
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is also removed if the sandbox ends with an error", async () => {
    const broken = new Error("broken");
    const finished = whileReadable(file, environment, () => Promise.reject(broken));
    await expect(finished).rejects.toBe(broken);
    expect(readdirSync(folder)).toEqual([]);
  });
});

it("prints the variables on one line of JSON, and which must be unset", () => {
  const sandbox = { address: "localhost:5000" };
  const environment = { PULUMI_GHCR_NEW: "two\nlines", PULUMI_GHCR_GONE: undefined };
  const line = jsonLine({ sandbox, environment });
  expect(line).not.toContain("\n");
  expect(JSON.parse(line)).toEqual({
    version: 2,
    address: "localhost:5000",
    environment: { PULUMI_GHCR_NEW: "two\nlines", PULUMI_GHCR_GONE: null },
  });
});
