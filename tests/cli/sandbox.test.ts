import { spawnSync } from "node:child_process";
import { shellLines } from "../../cli/sandbox";

describe("shellLines", () => {
  const before = { ...process.env };

  afterEach(() => {
    for (const name of ["PULUMI_GHCR_SAME", "PULUMI_GHCR_GONE"]) {
      Reflect.deleteProperty(process.env, name);
    }
    expect(process.env).toEqual(before);
  });

  it("sets what differs and unsets what must go, and says nothing of the rest", () => {
    process.env.PULUMI_GHCR_SAME = "as it is";
    process.env.PULUMI_GHCR_GONE = "set";
    expect(
      shellLines({
        PULUMI_GHCR_SAME: "as it is",
        PULUMI_GHCR_NEW: "new",
        PULUMI_GHCR_GONE: undefined,
        PULUMI_GHCR_NEVER: undefined,
      }),
    ).toBe("export PULUMI_GHCR_NEW='new'\nunset PULUMI_GHCR_GONE");
  });

  it("quotes a quote as shells want it", () => {
    expect(shellLines({ PULUMI_GHCR_NEW: "it's 'so'" })).toBe(
      "export PULUMI_GHCR_NEW='it'\\''s '\\''so'\\'''",
    );
  });

  // Only a Unix shell can be asked.
  if (process.platform !== "win32") {
    it.each([
      "it's",
      "'",
      "''",
      "a b  c",
      '"$HOME" `id` $(id) \\ \\\' !x * ~ #',
      "two\nlines",
      "",
      "äß✓",
    ])("gives a shell back exactly %j", (value) => {
      const script = `${shellLines({ PULUMI_GHCR_NEW: value })}\nprintf %s "$PULUMI_GHCR_NEW"`;
      expect(spawnSync("/bin/sh", ["-c", script], { encoding: "utf8" }).stdout).toBe(value);
    });
  }
});
