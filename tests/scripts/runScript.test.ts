import { SandboxError } from "../../sandbox/sandboxError";
import { runScript } from "../../scripts/runScript";
import { ToolchainError } from "../../toolchain";

const fail = jest.fn();

it.each<[string, Error]>([
  ["the toolchain", new ToolchainError([{ part: "runc", cause: "no Go", fix: "install Go" }])],
  ["the sandbox", new SandboxError("the key is damaged")],
])("an error of %s means that a script could not run, with its message", async (_who, error) => {
  expect(await runScript({ fail }, () => Promise.reject(error))).toBe(2);
  expect(fail).toHaveBeenLastCalledWith(error.message);
});

it("rethrows a bug of ours, and returns an exit code unchanged", async () => {
  const error = new Error("a bug");
  await expect(runScript({ fail }, () => Promise.reject(error))).rejects.toBe(error);
  expect(await runScript({ fail }, () => Promise.resolve(1))).toBe(1);
});
