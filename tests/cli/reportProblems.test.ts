import { reportProblems } from "../../cli/reportProblems";
import { captureConsole } from "./captureConsole";

const captured = captureConsole();

const problems = ["one\n  of two lines", "'ghp_fakeFAKE' is nothing"];

it("prints each problem without tokens, then the usage hint", () => {
  expect(reportProblems("doctor", problems)).toBe(2);
  const lines = ["one", "  of two lines", "'ghp_…' is nothing"];
  const end = "nothing was changed; 'pulumi-ghcr doctor --help' shows the usage";
  expect(captured).toEqual({
    out: "",
    error: [...lines, end].map((line) => `doctor: ${line}\n`).join(""),
  });
});

it("wraps at a terminal", () => {
  const { isTTY } = process.stderr;
  process.stderr.isTTY = true;
  reportProblems("doctor", ["a message of several words ".repeat(4).trim()]);
  process.stderr.isTTY = isTTY;
  expect(captured.error.split("\n").slice(0, 2)).toEqual([
    "doctor: a message of several words a message of several words a message of",
    "several words a message of several words",
  ]);
});

it("prints JSON on the standard output only", () => {
  expect(reportProblems("doctor", problems, true)).toBe(2);
  expect(captured.error).toBe("");
  expect(JSON.parse(captured.out)).toEqual({
    version: 2,
    outcome: "unknown",
    problems: ["one", "  of two lines", "'ghp_…' is nothing"],
  });
});
