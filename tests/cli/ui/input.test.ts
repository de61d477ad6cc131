import { tokenInputProblem } from "../../../cli/ui/input";

const terminal = { isTTY: true };
const pipe = {};

describe("a token that is to come by a pipe", () => {
  it("comes by one, whatever shows the messages", () => {
    expect(tokenInputProblem({ stdin: pipe, stderr: terminal })).toBeUndefined();
    expect(tokenInputProblem({ stdin: pipe, stderr: pipe })).toBeUndefined();
  });

  it("is asked for in its place, where a question can be seen", () => {
    expect(tokenInputProblem({ stdin: terminal, stderr: terminal })).toBe(
      "--token-stdin: standard input is a terminal, not a pipe; omit the option to be asked for the token",
    );
  });

  it("is put into the variable, where no question would be seen", () => {
    expect(tokenInputProblem({ stdin: terminal, stderr: pipe })).toBe(
      "--token-stdin: standard input is a terminal, not a pipe; set GHCR_TOKEN",
    );
  });
});
