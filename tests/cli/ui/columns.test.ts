import { fitted, unbroken } from "../../../cli/ui/columns";
import { Steps } from "../../../cli/ui/steps";

const words = "a message of several words ".repeat(4).trim();
const command = `pulumi up --stack ${"long".repeat(20)}`;

it("breaks what is longer than a terminal between its words, each line behind its own indent", () => {
  expect(unbroken(`short\n  ${words}`).split("\n")).toEqual([
    "short",
    "  a message of several words a message of several words a message of several",
    "  words a message of several words",
  ]);
});

it("never breaks what is for copying", () => {
  expect(unbroken(command)).toBe(command);
});

it("leaves a message in one piece where it is no terminal that shows it", () => {
  expect(fitted(words, {})).toBe(words);
  expect(fitted(words, { isTTY: true }).split("\n")).toHaveLength(2);
});

describe("a step that failed", () => {
  function failed(result: string, isTTY: boolean): string {
    const written: string[] = [];
    process.env.TERM = "dumb";
    const steps = new Steps(1, { isTTY, write: (text) => written.push(text) });
    steps.begin("Stack");
    steps.fail(result);
    // A dumb terminal is told at once that the step begins.
    return written
      .join("")
      .replace(/^\[1\/1\] Stack\n/, "")
      .replace(/[\d.]+ s\b/, "TIME");
  }

  it("tells a long message below its line", () => {
    expect(failed(words, true)).toBe(`[1/1] Stack: FAILED after TIME:\n${unbroken(words)}\n`);
  });

  it("tells a short one, or one that no terminal shows, behind it", () => {
    expect(failed("it is locked", true)).toBe("[1/1] Stack: FAILED after TIME: it is locked\n");
    expect(failed(words, false)).toBe(`[1/1] Stack: FAILED after TIME: ${words}\n`);
  });
});
