import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stackSteps, stepScript } from "../../../../core/workflows/embed";
import { withTools } from "./tools";

const folder = join(__dirname, "..", "..", "..", "..", "core", "workflows", "steps");
const steps = [
  ...stackSteps,
  ...["authenticate", "check", "index", "keepDigest"],
  ...["readBack", "readDigest", "report", "start", "tags"],
];

test("these are all steps, and the files that they source", () => {
  const parts = ["common", "denials", "http", "markdown", "pulumi", "requests", "threads"];
  const files = [...steps, ...parts].map((name) => `${name}.sh`).sort();
  expect(readdirSync(folder).sort()).toEqual(files);
});

describe.each(steps)("%s", (step) => {
  const text = stepScript(step);

  test("is a complete script that stops at the first failure", () => {
    expect(text).not.toMatch(/^\s*(?:source|\.) /m);
    expect(text.startsWith("set -euo pipefail\n")).toBe(true);
  });

  test("contains no GitHub expression", () => {
    expect(text).not.toContain("${{");
  });

  test("passes curl no login as an argument", () => {
    const calls = text.split("\n").filter((line) => /\bcurl\b/.test(line));
    for (const call of calls) expect(call).not.toMatch(/\s(?:-u|--user|-H|--header)\b/);
    // The tests that run the steps check what each request sends.
    expect(readFileSync(join(folder, "http.sh"), "utf8").match(/curl --/g)).toHaveLength(1);
  });
});

withTools(["bash"], () => {
  test.each(steps)("%s is bash", (step) => {
    execFileSync("bash", ["-n"], { input: stepScript(step) });
  });
});
