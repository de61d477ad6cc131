import { main } from "../../../../cli/main";
import { captureConsole } from "../../captureConsole";
import { folderForEachTest } from "../../testFolder";

const folder = folderForEachTest();
const captured = captureConsole();

async function explain(log: string, ...args: string[]): Promise<{ code: number; output: string }> {
  folder.write("build.log", log);
  Object.assign(captured, { out: "", error: "" });
  const code = await main(["explain", folder.at("build.log"), ...args], "1.2.3");
  return { code, output: captured.out.trimEnd() };
}

const denied =
  "2026-10-01T10:00:01.1234567Z ##[error]buildx failed with: ERROR: failed to push ghcr.io/octo/app:1: denied: permission_denied: write_package";

it("shows a denial with its line, cause, fix, its page and then a thread", async () => {
  const { code, output } = await explain(`fine\n${denied}\nmore\n`);
  expect(code).toBe(0);
  expect(output).toContain("Line 2: ghcr.io, authorization (ghcr-write-package)");
  expect(output).toContain(
    "  buildx failed with: ERROR: failed to push ghcr.io/octo/app:1: denied: permission_denied: write_package",
  );
  expect(output).toContain(
    "  Cause    The package exists, but this repository or user has no write",
  );
  expect(output).toContain("https://github.com/users/octo/packages/container/app/settings");
  expect(output).toMatch(
    / {2}See {6}docs\/troubleshooting\.md#ghcr-write-package\n {11}https:\/\/github\.com\/\S+\n/,
  );
  expect(output).toMatch(/1 denial\.$/);
});

it("asks for the registry of an ambiguous denial, and uses the answer", async () => {
  const alone = await explain("denied: denied\n");
  expect(alone.output).toContain("one of several registries, authorization (whose-denied)");
  expect(alone.output).toContain(
    "name the registry, or include the lines before it:\n  npx pulumi-ghcr explain --registry ghcr.io",
  );
  const answered = await explain("denied: denied\n", "--registry", "GHCR.io");
  expect(answered.output).toContain("ghcr.io, authorization (ghcr-denied");
  expect(answered.output).not.toContain("--registry");
  const program = await explain("denied: denied\n", "--json");
  expect(JSON.parse(program.output)).toMatchObject({ denials: [{ id: "whose-denied" }] });
});

it("prints the same as JSON", async () => {
  const { code, output } = await explain(`${denied}\n`, "--json");
  expect(code).toBe(0);
  expect(JSON.parse(output)).toMatchObject({
    version: 2,
    isCut: false,
    denials: [
      {
        ...{ id: "ghcr-write-package", kind: "authorization", line: 1, host: "ghcr.io", times: 1 },
        page: "docs/troubleshooting.md#ghcr-write-package",
      },
    ],
  });
});

it("shows an unknown denial in full, and ends with 2", async () => {
  const line = "error: 403 Forbidden, says the moon";
  const { code, output } = await explain(line);
  expect([code, output]).toEqual([2, expect.stringContaining(`Line 1: unknown\n  ${line}\n`)]);
});

it("prints a command to paste on one line, however long", async () => {
  const { output } = await explain('Error: Get "https://ghcr.io/v2/": denied: denied');
  expect(output).toContain(
    '\n           printf %s "$GHCR_TOKEN" | docker login ghcr.io --username "$GITHUB_USER" --password-stdin\n',
  );
});

const unknown = "error: 403 Forbidden, says the moon";

it.each<[string, code: number, checked: number, string]>([
  ["no denial", 0, 0, "#9 DONE 0.4s\n"],
  ["a recognized denial", 0, 1, `${denied}\n`],
  ["an unknown denial", 2, 2, `${unknown}\n`],
  ["both", 2, 1, `${unknown}\n${denied}\n`],
])("has an exit code by its result, and with --check by what it found: %s", async (...row) => {
  const [, code, checked, log] = row;
  for (const format of [[], ["--json"]]) {
    expect((await explain(log, ...format)).code).toBe(code);
    expect((await explain(log, "--check", ...format)).code).toBe(checked);
  }
});

it("does not repeat a token from a log", async () => {
  const { output } = await explain("Authorization: Bearer ghp_fakeFake: 401 Bad credentials []");
  expect(output).not.toContain("fakeFake");
  expect(output).toContain("ghp_…");
});

it("reports the problem with a file, and ends with 2", async () => {
  expect(await main(["explain", folder.at("none.log")], "1.2.3")).toBe(2);
  expect(await main(["explain", folder.path], "1.2.3")).toBe(2);
  const end = "explain: nothing was changed; 'pulumi-ghcr explain --help' shows the usage";
  expect(captured.error.trimEnd().split("\n")).toEqual([
    `explain: '${folder.at("none.log")}': no such file`,
    end,
    `explain: '${folder.path}': is a folder; name a file in it`,
    end,
  ]);
});
