import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
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
  const step = jobScript("fork", () => read("step"));
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
  expect(jobScript("fork", () => read("alone"))).toBe("set -euo pipefail\n\necho alone\n");
});

it("rejects an expression in a script", () => {
  expect(() => stepScript("pasted", read)).toThrow("core/workflows/steps/pasted.sh");
  expect(() => jobScript("fork", () => read("pasted"))).toThrow("core/workflows/steps/fork.sh");
  expect(() => functionsScript(() => 'source "a/b.sh"\n${{ x }}', ["fork"])).toThrow("common.sh");
});

withTools(["bash"], () => {
  it("a step does the same in a job and as one script", () => {
    const inJob = `${functionsScript(read, ["step"])}${jobScript("fork", () => read("step"))}`;
    const alone = stepScript("step", (name) => read(name === "more" ? "less" : name));
    for (const input of [inJob, alone]) {
      const env = { PATH: process.env.PATH, RUNNER_TEMP: folder };
      expect(spawnSync("bash", { input, env, encoding: "utf8" }).stdout).toBe("1\n2\n");
    }
  });
});
