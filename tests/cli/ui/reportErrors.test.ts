import { writeFileSync } from "node:fs";
import { CannotRun, UserError } from "../../../cli/errors";
import { reportErrors, reportInterruption } from "../../../cli/ui/reportErrors";

const fail = jest.fn();

function reportError(error: Error): Promise<number> {
  return reportErrors({ fail }, () => Promise.reject(error));
}

it("reports an error written for users, with its exit code", async () => {
  expect(await reportError(new CannotRun("no folder"))).toBe(2);
  expect(await reportError(new UserError("refused"))).toBe(1);
  expect(fail.mock.calls).toEqual([["no folder"], ["refused"]]);
});

it("reports a file system error with the file's name", async () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write '/a'"), {
    code: "ENOSPC",
    path: "/a",
  });
  expect(await reportError(full)).toBe(1);
  expect(fail).toHaveBeenLastCalledWith("ENOSPC: no space left on device, write '/a'");
});

it.each<[string, Error]>([
  ["an error of our own", new Error("a bug")],
  ["an error that has a code and no file", Object.assign(new Error("x"), { code: "EACCES" })],
])("rethrows %s", async (_what, error) => {
  await expect(reportError(error)).rejects.toBe(error);
});

it("rethrows Node's error for a missing folder, which is a bug of ours", async () => {
  const write = (): Promise<number> => {
    writeFileSync("/nothing/at/all", "");
    return Promise.resolve(0);
  };
  await expect(reportErrors({ fail }, write)).rejects.toThrow("ENOENT");
});

describe("an interrupted command", () => {
  const onEnd = jest.fn();
  const exitCodeAfter = (exitCode: number | undefined, error: Error): Promise<number> =>
    reportInterruption({ exitCode }, onEnd, () => Promise.reject(error));

  it("does not report errors of the programs that ended with it", async () => {
    expect(await exitCodeAfter(130, new UserError("'pulumi config get' failed"))).toBe(130);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it("rethrows an error without a signal, and a bug of ours", async () => {
    onEnd.mockClear();
    const error = new UserError("refused");
    await expect(exitCodeAfter(undefined, error)).rejects.toBe(error);
    const fault = new Error("a bug");
    await expect(exitCodeAfter(130, fault)).rejects.toBe(fault);
    expect(onEnd).not.toHaveBeenCalled();
  });
});
