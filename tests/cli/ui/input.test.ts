import { tokenInputProblem } from "../../../cli/ui/input";

const terminal = { isTTY: true };
const pipe = {};

describe("a token from a pipe", () => {
  it("is read from a pipe, even if stderr is a terminal", () => {
    expect(tokenInputProblem({ stdin: pipe, stderr: terminal })).toBeUndefined();
    expect(tokenInputProblem({ stdin: pipe, stderr: pipe })).toBeUndefined();
  });

  it("suggests the prompt if a question can be shown", () => {
    expect(tokenInputProblem({ stdin: terminal, stderr: terminal })).toBe(
      "--token-stdin: standard input is a terminal, not a pipe; omit the option to be asked for the token",
    );
  });

  it("suggests the variable if no question can be shown", () => {
    expect(tokenInputProblem({ stdin: terminal, stderr: pipe })).toBe(
      "--token-stdin: standard input is a terminal, not a pipe; set GHCR_TOKEN",
    );
  });
});
