import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findOnPath, run } from "../../../core/process/child";
import { temporaryFolders } from "../../temporaryFolders";

const temporaryFolder = temporaryFolders();
const node = process.execPath;
const unix = process.platform !== "win32";

/** Runs JavaScript in a separate Node process. */
function runNode(code: string, options?: Parameters<typeof run>[2]): ReturnType<typeof run> {
  return run(node, ["--eval", code], options);
}

describe("run", () => {
  it("returns both streams, standard output, and the exit code", async () => {
    const { code, output, stdout } = await runNode(
      "process.stdout.write('one\\n', () => { console.error('two'); process.exitCode = 7 })",
    );
    expect([code, stdout]).toEqual([7, "one\n"]);
    expect(output.split("\n").sort()).toEqual(["", "one", "two"]);
  });

  it("passes arguments and variables unchanged", async () => {
    const odd = "a b 'c' \"d\" $HOME `e` \\ *";
    const code = "console.log(JSON.stringify([process.argv[1], process.env.ODD]))";
    const { stdout } = await run(node, ["--eval", code, odd], { environment: { ODD: odd } });
    expect(JSON.parse(stdout)).toEqual([odd, odd]);
  });

  it("removes an undefined variable", async () => {
    process.env.PULUMI_GHCR_TEST = "set";
    try {
      const code = "console.log(process.env.PULUMI_GHCR_TEST)";
      expect((await runNode(code)).stdout).toBe("set\n");
      const environment = { PULUMI_GHCR_TEST: undefined };
      expect((await runNode(code, { environment })).stdout).toBe("undefined\n");
    } finally {
      delete process.env.PULUMI_GHCR_TEST;
    }
  });

  it("runs in the given folder", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "here"), "");
    const { stdout } = await runNode("console.log(fs.readdirSync('.').join())", { cwd });
    expect(stdout).toBe("here\n");
  });

  it("reports each line as it arrives, including an unfinished last one, without splitting characters", async () => {
    const lines: string[] = [];
    const halves = "const b = Buffer.from('ä\\nlast'); process.stdout.write(b.subarray(0, 1));";
    const code = `${halves} setTimeout(() => process.stdout.write(b.subarray(1)), 50)`;
    await runNode(code, { onLine: (line) => lines.push(line) });
    expect(lines).toEqual(["ä", "last"]);
  });

  it("has written the complete log when it resolves", async () => {
    const log = join(temporaryFolder(), "run.log");
    const { code } = await runNode("console.log('x'.repeat(3_000_000)); console.error('end')", {
      log,
    });
    expect(code).toBe(0);
    const written = readFileSync(log, "utf8");
    expect(written.length).toBe(3_000_001 + "end\n".length);
    expect(written).toContain("end");
  });

  it("continues if the log cannot be written, as on a full disk", async () => {
    const log = temporaryFolder();
    expect(await runNode("console.log('done')", { log })).toMatchObject({
      code: 0,
      stdout: "done\n",
    });
  });

  it.each([
    ["that takes too long", { timeoutMilliseconds: 500 }],
    ["if the signal was aborted before", { signal: AbortSignal.abort() }],
  ])("terminates a program %s", async (_what, options) => {
    const { code } = await runNode("setTimeout(() => {}, 10_000)", options);
    expect(code).not.toBe(0);
  });

  it("terminates a program when the signal aborts", async () => {
    const controller = new AbortController();
    const { code } = await runNode("console.log('begun'); setTimeout(() => {}, 10_000)", {
      signal: controller.signal,
      onLine: () => {
        controller.abort();
      },
    });
    expect(code).not.toBe(0);
  });

  it("rejects if the folder is missing", async () => {
    const cwd = join(temporaryFolder(), "none");
    await expect(runNode("", { cwd })).rejects.toThrow("ENOENT");
  });
});

// Windows terminates processes differently and has no /bin/sh.
if (unix) {
  describe("a tethered program", () => {
    it("does not ignore SIGINT, which Pulumi sends to its plugins", async () => {
      const { output } = await run("/bin/sh", ["-c", "kill -INT $$; echo survived"]);
      expect(output).not.toContain("survived");
    });

    it("does not inherit the watcher's pipe", async () => {
      const { output } = await run("/bin/sh", ["-c", "if (: <&3) 2>/dev/null; then echo open; fi"]);
      expect(output).toBe("");
    });

    it("that does not exist is named in the output", async () => {
      const { code, output } = await run("/nowhere/at-all", []);
      expect(code).toBe(127);
      expect(output).toContain("/nowhere/at-all");
    });

    it("terminates when its parent is killed", async () => {
      // The program inherits the parent's stdout, which closes only when both have exited.
      const code = `
        const { run } = require("./core/process/child.ts");
        const program = 'console.log(process.pid); setTimeout(() => {}, 10_000)';
        void run(process.execPath, ["--eval", program], { show: true });
      `;
      const parent = spawn(node, ["--require", "tsx/cjs", "--eval", code], {
        cwd: join(__dirname, "..", "..", ".."),
        stdio: ["ignore", "pipe", "inherit"],
      });
      const ended = once(parent.stdout, "close");
      const [pid] = (await once(parent.stdout.setEncoding("utf8"), "data")) as [string];
      leftOver = Number(pid);
      expect(leftOver).toBeGreaterThan(0);
      expect(parent.kill("SIGKILL")).toBe(true);
      await ended;
      leftOver = undefined;
    });

    let leftOver: number | undefined;

    afterEach(() => {
      if (leftOver !== undefined) process.kill(leftOver, "SIGKILL");
      leftOver = undefined;
    });
  });
}

describe("findOnPath", () => {
  let first: string;
  let second: string;
  const suffix = unix ? "" : ".exe";

  function program(folder: string, name: string, mode = 0o755): string {
    const file = join(folder, name + suffix);
    writeFileSync(file, "");
    chmodSync(file, mode);
    return file;
  }

  beforeEach(() => {
    [first, second] = [temporaryFolder(), temporaryFolder()];
  });

  const find = (): string | undefined =>
    findOnPath("tool", ["", join(first, "none"), first, second].join(delimiter));

  it("finds the first file with the name", () => {
    const tool = program(first, "tool");
    program(second, "tool");
    expect(find()).toBe(tool);
  });

  it("finds nothing in empty folders or on an empty path", () => {
    program(first, "tools");
    expect(find()).toBeUndefined();
    expect(findOnPath("tool", "")).toBeUndefined();
  });

  // As ~/go is, where the home folder is on PATH.
  it("skips a folder with the name", () => {
    mkdirSync(join(first, `tool${suffix}`));
    const tool = program(second, "tool");
    expect(find()).toBe(tool);
  });

  if (unix) {
    it("skips a file that is not executable", () => {
      program(first, "tool", 0o644);
      const tool = program(second, "tool");
      expect(find()).toBe(tool);
    });
  }

  it("searches this process's PATH by default", () => {
    const found = findOnPath(unix ? "sh" : "cmd");
    expect(found !== undefined && existsSync(found)).toBe(true);
  });
});
