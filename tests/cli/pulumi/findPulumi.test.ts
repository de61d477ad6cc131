import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findPulumi } from "../../../cli/pulumi/findPulumi";
import { temporaryFolders } from "../../temporaryFolders";

const temporaryFolder = temporaryFolders();
let home: string;
let path: string;

beforeEach(() => {
  home = temporaryFolder();
  path = temporaryFolder();
});

/** A program that must not be run. */
function createProgram(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  return file;
}

/** The variables of a machine where Node's `fetch` is replaced. */
function withFetch(code: string): Record<string, string> {
  const file = join(path, "fetch.cjs");
  writeFileSync(file, `globalThis.fetch = async (url) => { ${code} };`);
  return { PATH: `${path}:/bin:/usr/bin`, PULUMI_HOME: home, NODE_OPTIONS: `--require ${file}` };
}

const inVersions = (version = "3.255.0"): string =>
  join(home, "versions", version, "bin", "pulumi");

it("is the installed one, and not npm's package", async () => {
  const packages = join(path, "node_modules", ".bin");
  createProgram(join(packages, "pulumi"));
  const installed = createProgram(join(path, "bin", "pulumi"));
  const PATH = `${packages}:${join(path, "bin")}`;
  expect(await findPulumi({ PATH, PULUMI_HOME: home })).toBe(installed);
});

it("is the one that 'npx pulumi' downloaded before", async () => {
  createProgram(inVersions());
  expect(await findPulumi({ PATH: path, PULUMI_HOME: home })).toBe(inVersions());
  createProgram(inVersions("3.260.0"));
  const other = { PATH: path, PULUMI_HOME: home, PULUMI_VERSION: "3.260.0" };
  expect(await findPulumi(other)).toBe(inVersions("3.260.0"));
});

// Pulumi's script gets: --no-edit-path --install-root FOLDER --version VERSION.
const script = [
  'mkdir -p "$3/bin"',
  'printf "#!/bin/sh\\\\necho $5\\\\n" > "$3/bin/pulumi"; chmod 755 "$3/bin/pulumi"',
].join("\n");

it("is downloaded by the npm package otherwise", async () => {
  const variables = withFetch(`return new Response(${JSON.stringify(script)})`);
  expect(await findPulumi(variables)).toBe(inVersions());
  expect(existsSync(inVersions())).toBe(true);
});

it("fails if it cannot be downloaded", async () => {
  await expect(findPulumi(withFetch('throw new Error("no network")'))).rejects.toThrow(
    "Pulumi is not installed, and 'npx pulumi' cannot download version 3.255.0 of it",
  );
});
