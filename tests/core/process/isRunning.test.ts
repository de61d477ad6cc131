import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { isRunning } from "../../../core/process/isRunning";

it("is true for this process, and false for one that has ended", () => {
  expect(isRunning(process.pid)).toBe(true);
  const { pid } = spawnSync(process.execPath, ["--eval", ""]);
  expect(isRunning(pid)).toBe(false);
});

if (existsSync("/proc/self/stat")) {
  it("is false for a zombie", async () => {
    // The shell becomes a program that never asks about the child that the shell started.
    const parent = spawn("/bin/sh", ["-c", "sleep 0.2 & echo $!; exec sleep 60"]);
    try {
      const [text] = (await once(parent.stdout.setEncoding("utf8"), "data")) as [string];
      const pid = Number(text);
      while (!readFileSync(`/proc/${String(pid)}/stat`, "utf8").includes(") Z"))
        await setTimeout(10);
      expect(isRunning(pid)).toBe(false);
    } finally {
      parent.kill();
    }
  });
}
