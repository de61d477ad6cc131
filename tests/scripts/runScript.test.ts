import { SandboxError } from "../../sandbox/sandboxError";
import { runScript } from "../../scripts/runScript";
import { ToolchainError } from "../../toolchain";

const fail = jest.fn();

it.each<[string, Error]>([
  ["the toolchain", new ToolchainError([{ part: "runc", cause: "no Go", fix: "install Go" }])],
  ["the sandbox", new SandboxError("the key is damaged")],
])("what %s lacks keeps a script from running, and is told in its words", async (_who, error) => {
  expect(await runScript({ fail }, () => Promise.reject(error))).toBe(2);
  expect(fail).toHaveBeenLastCalledWith(error.message);
});

it("leaves an error of our own to whoever can find its place, and a code as it is", async () => {
  const error = new Error("a bug");
  await expect(runScript({ fail }, () => Promise.reject(error))).rejects.toBe(error);
  expect(await runScript({ fail }, () => Promise.resolve(1))).toBe(1);
});
