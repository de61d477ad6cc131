import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

const bootstrap = join(__dirname, "..", "..", "cli", "bootstrap.mjs");

/** Runs a command as another system would, with nothing on PATH. */
function runOn(platform: string, ...args: string[]): { code: number | null; lines: string[] } {
  const code = `Object.defineProperty(process, "platform", { value: "${platform}" })`;
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(code)}`, bootstrap, ...args],
    { encoding: "utf8", env: { ...process.env, PATH: "/nowhere", TEMP: tmpdir() } },
  );
  return { code: status, lines: stderr.split("\n") };
}

describe("the commands that need the engine", () => {
  it.each([
    ["darwin", "start", "On macOS this needs Docker: "],
    ["win32", "start", "On Windows this needs WSL2 or Docker: "],
    ["win32", "sandbox", "On Windows this needs WSL2 or Docker: "],
  ])("on %s, %s says in its first line what it needs", (platform, command, needs) => {
    const { code, lines } = runOn(platform, command);
    expect(lines[0]).toContain(needs);
    expect(lines[0]).toContain("npm run test:unit");
    expect(lines.join("\n")).toContain("BuildKit does not run by itself");
    expect(code).toBe(2);
  });
});
