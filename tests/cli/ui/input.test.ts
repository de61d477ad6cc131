import { keyboardProblem } from "../../../cli/ui/input";

const terminal = { isTTY: true };
const pipe = {};

describe("a token that is to come by a pipe", () => {
  it("comes by one, whatever shows the messages", () => {
    expect(keyboardProblem({ stdin: pipe, stderr: terminal })).toBeUndefined();
    expect(keyboardProblem({ stdin: pipe, stderr: pipe })).toBeUndefined();
  });

  it("is asked for in its place, where a question can be seen", () => {
    expect(keyboardProblem({ stdin: terminal, stderr: terminal })).toBe(
      "--token-stdin: reads a pipe, and here is a keyboard; leave it out, and the token is asked for, unseen",
    );
  });

  it("is put into the variable, where no question would be seen", () => {
    expect(keyboardProblem({ stdin: terminal, stderr: pipe })).toBe(
      "--token-stdin: reads a pipe, and here is a keyboard; put the token in the variable GHCR_TOKEN",
    );
  });
});
