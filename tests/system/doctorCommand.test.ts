import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { PUBLISHER_TOKEN } from "../../sandbox";
import { Doctor } from "./support/doctor";
import { getFinalLines, type TerminalResult } from "./support/terminalUser";

let doctor: Doctor;

beforeAll(async () => {
  doctor = await Doctor.open();
});

afterAll(async () => {
  await doctor.close();
});

const runDoctor: Doctor["run"] = (...asked) => doctor.run(...asked);
const control: Doctor["control"] = (...asked) => doctor.control(...asked);
const startAtTerminal: Doctor["startAtTerminal"] = (...asked) => doctor.startAtTerminal(...asked);
const waitForEnd: Doctor["waitForEnd"] = (...asked) => doctor.waitForEnd(...asked);

describe("the command line", () => {
  it.each([
    [["--repositry", "F1bonacci66/open"], "(Did you mean --repository?)"],
    [["--token", "ghp_argument"], "Never pass a token as an argument"],
    [["--image", "ghp_argument"], "--repository is missing"],
  ])(
    "reports the problem with %j, without a request and without the token",
    async (args, problem) => {
      await control("DELETE", "journal");
      const { code, output } = await doctor.check("ghp_argument", args);
      expect(code).toBe(2);
      expect(output).toContain(problem);
      expect(await control("GET", "journal")).toEqual([]);
    },
  );

  it("reports where to set a missing token", async () => {
    const environment = { GHCR_TOKEN: undefined };
    const { code, output } = await runDoctor("", ["--repository", "F1bonacci66/open"], {
      environment,
    });
    expect([code, output]).toEqual([2, expect.stringContaining("set GHCR_TOKEN")]);
  });
});

describe("at a terminal of 80 columns", () => {
  async function atTerminal(line: string): Promise<TerminalResult> {
    return waitForEnd(startAtTerminal(line));
  }

  const open = "--repository F1bonacci66/open";

  it("shows its progress, and removes it", async () => {
    const { code, output } = await atTerminal(open);
    expect(code).toBe(0);
    const { address } = doctor.running.sandbox;
    expect(output).toContain("… GitHub: account of the token");
    expect(output).toContain(`… ${address}: login (and 4 more)`);
    const left = getFinalLines(output);
    expect(left[0]).toBe("Repository  F1bonacci66/open");
    expect(left.filter((each) => each.includes("…") && !each.startsWith("Token"))).toEqual([]);
    expect(left.filter((each) => each.length > 80 + "\u001b[32m\u001b[0m".length)).toEqual([]);
    expect(output).toContain("\u001b[32mpass");
  });

  const prompt = "Paste the token (it is not shown; docs/tokens.md describes how to create one)";

  it("asks for a missing token, and does not show it, and has no color if NO_COLOR is set", async () => {
    const user = startAtTerminal(open, { GHCR_TOKEN: undefined, NO_COLOR: "1" });
    await user.answer(prompt, `${PUBLISHER_TOKEN}\r`);
    const { code, output } = await waitForEnd(user);
    expect(code).toBe(0);
    const left = getFinalLines(output).join("\n");
    expect(left).toContain(", from the keyboard");
    expect(left).toContain("This token can publish ");
    // The question itself has a cursor.
    expect(left.slice(left.indexOf("Repository"))).not.toContain("\u001b");
  });

  it("sends no request when it is stopped at the question", async () => {
    await control("DELETE", "journal");
    const user = startAtTerminal(open, { GHCR_TOKEN: undefined });
    await user.answer(prompt, "\u0003");
    const { code, output } = await waitForEnd(user);
    expect([code, output]).toEqual([
      130,
      expect.stringContaining("doctor: stopped; no check was run"),
    ]);
    const closed = startAtTerminal(open, { GHCR_TOKEN: undefined });
    await closed.answer(prompt, "\u0004");
    const result = await waitForEnd(closed);
    expect([result.code, result.output]).toEqual([
      2,
      expect.stringContaining("the token is missing"),
    ]);
    expect(await control("GET", "journal")).toEqual([]);
  });

  it("refuses --token-stdin at a terminal, which would show the token", async () => {
    const { code, output } = await atTerminal(`${open} --token-stdin`);
    expect([code, output]).toEqual([2, expect.stringContaining("not a pipe; omit the")]);
  });

  it("shows no progress if the output goes to a file", async () => {
    const { output } = await atTerminal(`${open} --json > report.json`);
    expect(output).toBe("");
    expect(await readFile(join(doctor.running.directory, "report.json"), "utf8")).toContain(
      '"pass"',
    );
  });
});

it("never prints a token", () => {
  doctor.expectNoTokenPrinted(8);
});
