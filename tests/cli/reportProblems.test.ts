import { reportProblems } from "../../cli/reportProblems";
import { captureConsole } from "./captureConsole";

const captured = captureConsole();

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
