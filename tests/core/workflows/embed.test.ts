import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { functionsScript, jobScript, stepScript } from "../../../core/workflows/embed";
import { withTools } from "./steps/tools";

const files: Readonly<Record<string, string>> = {
  common: [
    "# shellcheck shell=bash",
    "set -euo pipefail",
    "",
    "counted=0",
    "",
    "# Says it.",
    "say() {",
    '  if [[ -n $1 ]]; then printf "%s\\n" "$1"; fi',
    "}",
    "",
    "# Counts, and says it.",
    "count() {",
    "  counted=$((counted + 1))",
    '  say "$counted"',
    "}",
    "",
    "unused() {",
    "  say unused",
    "}",
  ].join("\n"),
  more: [
    'source "$(dirname "${BASH_SOURCE[0]}")/common.sh"',
    "",
    "twice() {",
    "  count",
    "  count",
    "}",
  ].join("\n"),
  step: [
    "#!/usr/bin/env bash",
    "# shellcheck source=common.sh",
    'source "$(dirname "${BASH_SOURCE[0]}")/common.sh"',
    'source "$(dirname "${BASH_SOURCE[0]}")/more.sh"',
    "",
    "# This is not unused: it is a comment.",
    "twice",
  ].join("\n"),
  less: "twice() {\n  count\n  count\n}\n",
  alone: "set -euo pipefail\n\necho alone\n",
  pasted: 'echo "${{ github.event.issue.title }}"\n',
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-steps-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const read = (name: string): string => files[name] ?? "";

it("writes the functions that the steps use once, in the order of the files", () => {
  const text = functionsScript(read, ["step", "alone"]);
  expect(text.split("\n")).toEqual([
    "set -euo pipefail",
    "",
    "cat >\"$RUNNER_TEMP/functions.sh\" <<'FUNCTIONS'",
    "counted=0",
    "",
    "# Says it.",
    "say() {",
    '  if [[ -n $1 ]]; then printf "%s\\n" "$1"; fi',
    "}",
    "",
    "# Counts, and says it.",
    "count() {",
    "  counted=$((counted + 1))",
    '  say "$counted"',
    "}",
    "",
    "twice() {",
    "  count",
    "  count",
    "}",
    "FUNCTIONS",
    "",
  ]);
});

it("a step sources them", () => {
  const step = jobScript("tags", () => read("step"));
  expect(step).toBe(
    [
      "set -euo pipefail",
      "",
      'source "$RUNNER_TEMP/functions.sh"',
      "",
      "# This is not unused: it is a comment.",
      "twice",
      "",
    ].join("\n"),
  );
});

it("a step that sources nothing is unchanged", () => {
  expect(jobScript("tags", () => read("alone"))).toBe("set -euo pipefail\n\necho alone\n");
});

it("rejects an expression in a script", () => {
  expect(() => stepScript("pasted", read)).toThrow("core/workflows/steps/pasted.sh");
  expect(() => jobScript("tags", () => read("pasted"))).toThrow("core/workflows/steps/tags.sh");
  expect(() => functionsScript(() => 'source "a/b.sh"\n${{ x }}', ["tags"])).toThrow("common.sh");
});

withTools(["bash"], () => {
  it("a step does the same in a job and as one script", () => {
    const inJob = `${functionsScript(read, ["step"])}${jobScript("tags", () => read("step"))}`;
    const alone = stepScript("step", (name) => read(name === "more" ? "less" : name));
    for (const input of [inJob, alone]) {
      const env = { PATH: process.env.PATH, RUNNER_TEMP: folder };
      expect(spawnSync("bash", { input, env, encoding: "utf8" }).stdout).toBe("1\n2\n");
    }
  });
});

withTools(["bash", "cat", "date", "dirname", "find", "jq", "mkdir"], () => {
  const digest = `sha256:${"0a".repeat(32)}`;
  function run(step: string, env: Readonly<Record<string, string>>): unknown[] {
    const file = join(__dirname, "..", "..", "..", "core", "workflows", "steps", `${step}.sh`);
    const environment = { PATH: process.env.PATH, ...env };
    const { status, stdout } = spawnSync("bash", [file], {
      ...{ env: environment, encoding: "utf8" },
    });
    return [status, stdout];
  }

  const build = { PLATFORM: "linux/amd64", STARTED: "0", GITHUB_RUN_ATTEMPT: "2" };

  it("saves a digest in a file of its attempt, next to other files", () => {
    const DIGESTS = join(folder, "digests");
    mkdirSync(DIGESTS);
    writeFileSync(join(DIGESTS, "another"), "");
    expect(run("keepDigest", { ...build, DIGEST: digest, DIGESTS })).toEqual([0, ""]);
    expect(readdirSync(DIGESTS)).toEqual([`2-${digest.slice(7)}.json`, "another"]);
  });

  it.each(["", "sha256:", `${digest}/../../x`, `sha512:${"0".repeat(64)}`])(
    "reports an invalid digest: '%s'",
    (DIGEST) => {
      const [status, output] = run("keepDigest", {
        ...build,
        ...{ DIGEST, DIGESTS: join(folder, "digests") },
      });
      expect(status).toBe(1);
      expect(output).toMatch(/^::error title=No digest::/);
    },
  );

  it.each([
    [[{ digest, attempt: 1 }], 0, `digest=${digest}\n`],
    [
      [
        { digest: "none", attempt: 9 },
        { digest, attempt: 10 },
      ],
      0,
      `digest=${digest}\n`,
    ],
    [
      [
        { digest, attempt: 10 },
        { digest: "none", attempt: 9 },
      ],
      0,
      `digest=${digest}\n`,
    ],
    [[{ digest: `${digest}\nevil=1`, attempt: 1 }], 1, ""],
    [[{}], 1, ""],
    [[], 1, ""],
  ])("reads the digest of the last result: %j", (results, status, output) => {
    const GITHUB_OUTPUT = join(folder, "output");
    const RESULTS = join(folder, "results");
    mkdirSync(RESULTS);
    results.forEach((result, index) => {
      writeFileSync(join(RESULTS, `${index}.json`), JSON.stringify({ image: "a", ...result }));
    });
    expect(run("readDigest", { RESULTS, GITHUB_OUTPUT })[0]).toBe(status);
    expect(status === 0 ? readFileSync(GITHUB_OUTPUT, "utf8") : "").toBe(output);
  });
});
