import { fitted, wrapMessage } from "../../../cli/ui/columns";
import { Steps } from "../../../cli/ui/steps";

const words = "a message of several words ".repeat(4).trim();

it("wraps long lines between words, each with its own indent", () => {
  expect(wrapMessage(`short\n  ${words}`).split("\n")).toEqual([
    "short",
    "  a message of several words a message of several words a message of several",
    "  words a message of several words",
  ]);
});

it("does not wrap a message outside a terminal", () => {
  expect(fitted(words, {})).toBe(words);
  expect(fitted(words, { isTTY: true }).split("\n")).toHaveLength(2);
});

describe("a failed step", () => {
  function failStep(result: string, isTTY: boolean): string {
    const written: string[] = [];
    process.env.TERM = "dumb";
    const steps = new Steps(1, { isTTY, write: (text) => written.push(text) });
    steps.begin("Stack");
    steps.fail(result);
    // A dumb terminal shows the beginning of the step at once.
    return written
      .join("")
      .replace(/^\[1\/1\] Stack\n/, "")
      .replace(/[\d.]+ s\b/, "TIME");
  }

  it("shows a long message below its line", () => {
    expect(failStep(words, true)).toBe(`[1/1] Stack: FAILED after TIME:\n${wrapMessage(words)}\n`);
  });

  it("shows a short message, or one outside a terminal, on its line", () => {
    expect(failStep("it is locked", true)).toBe("[1/1] Stack: FAILED after TIME: it is locked\n");
    expect(failStep(words, false)).toBe(`[1/1] Stack: FAILED after TIME: ${words}\n`);
  });
});
