import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { stackSteps, stepScript } from "../../../../core/workflows/embed";
import { publishParts, publishScript } from "../../../../core/workflows/publishScript";
import { withTools } from "./tools";

const folder = join(__dirname, "..", "..", "..", "..", "core", "workflows", "steps");
const scripts = [
  ...stackSteps.map((step) => [step, stepScript(step)] as const),
  ...publishParts.map((part) => [part, publishScript(part)] as const),
];

test("these are all steps, and the files that they source", () => {
  const parts = ["common", "markdown", "pulumi", "threads"];
  const files = [...stackSteps, ...publishParts, ...parts].map((name) => `${name}.sh`).sort();
  expect(readdirSync(folder).sort()).toEqual(files);
});

describe.each(scripts)("%s", (_name, text) => {
  test("is a complete script that stops at the first failure", () => {
    expect(text).not.toMatch(/^\s*(?:source|\.) /m);
    expect(text.startsWith("set -euo pipefail\n")).toBe(true);
  });

  test("contains no GitHub expression", () => {
    expect(text).not.toContain("${{");
  });

  test("passes curl no login as an argument", () => {
    const code = text.replace(/^ *#.*$/gm, "").replaceAll("\\\n", "");
    const calls = code.split("\n").filter((line) => /\bcurl --/.test(line));
    for (const call of calls) expect(call).not.toMatch(/\s(?:-u|--user|-H|--header)\b/);
    // The tests that run the steps check what each request sends.
    expect(calls.length).toBeLessThanOrEqual(1);
  });
});

withTools(["bash"], () => {
  test.each(scripts)("%s is bash", (_name, input) => {
    execFileSync("bash", ["-n"], { input });
  });
});
