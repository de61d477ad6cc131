import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readPart } from "../../../../core/workflows/embed";
import { Job } from "./runner";
import { withSteps } from "./tools";

withSteps(() => {
  let job: Job;
  beforeEach(() => {
    job = new Job({});
  });
  afterEach(() => {
    job.close();
  });

  /** Calls a function that writes a part of a comment. */
  async function call(name: string, text: string): Promise<string> {
    writeFileSync(job.file("text"), text);
    const script = join(job.folder, "script");
    writeFileSync(script, `${readPart("markdown")}\n${name} '${job.file("text")}'\n`);
    const { code, stdout, stderr } = await job.bash(script);
    expect([code, stderr]).toEqual([0, ""]);
    return stdout.replace(/\n$/, "");
  }

  test.each<[string, string]>([
    ["Resources:\n    + 6 to create\n", "6 to create"],
    [
      "a\nResources:\n    + 1 to create\n    +-2 to replace\n    ~ 3 to update\n    4 unchanged\n",
      "1 to create, 2 to replace, 3 to update, 4 unchanged",
    ],
    ["Resources:\n    + 6 created\n\nDuration: 4s\n", "6 created"],
    [
      "Resources:\n    1 unchanged\nResources:\n    2 changes. 3 unchanged.\n",
      "2 changes. 3 unchanged",
    ],
    ["error: it could not be read\n", ""],
    ["", ""],
  ])("counts the changes in %j", async (text, counts) => {
    expect(await call("print_counts", text)).toBe(counts);
  });

  test.each<[string, string]>([
    ["plain", "```text\nplain\n```"],
    ["ends in blanks \n\n", "```text\nends in blanks\n```"],
    ["a ``` b", "````text\na ``` b\n````"],
    ["a ```` b ``", "`````text\na ```` b ``\n`````"],
  ])("chooses a fence that %j does not contain", async (text, fenced) => {
    expect(await call("print_fenced", text)).toBe(fenced);
  });

  test("shortens runs of backticks that would make the fence too long", async () => {
    const [fence = "", ...lines] = (await call("print_fenced", "`".repeat(40))).split("\n");
    expect(fence).toMatch(/^`{3,17}text$/);
    expect(lines).toEqual([`……${"`".repeat(6)}`, "```````"]);
  });

  test.each<[string, string, number]>([
    ["a long text", "a line of a preview\n", 60_000],
    // GitHub counts UTF-16 code units, as JavaScript does.
    ["a long text of faces", "🙂🙂🙂 of a preview\n", 30_000],
  ])(
    "keeps the begin and the end of %s, and reports what is omitted",
    async (_what, line, maximum) => {
      const text = `the first\n${line.repeat(5000)}the last`;
      const fenced = await call("print_fenced", text);
      expect(fenced.length).toBeLessThan(65_536 - 2000);
      const [, first, omitted = "", last] =
        /^```text\n([^]*)\n\n… (\d+) characters are omitted here; .* …\n\n([^]*)\n```$/.exec(
          fenced,
        ) ?? [];
      const length = (part = ""): number => Array.from(part).length;
      expect(first?.startsWith("the first\n")).toBe(true);
      expect(last?.endsWith("\nthe last")).toBe(true);
      expect(length(first) + length(last)).toBeLessThanOrEqual(maximum);
      expect(length(first) + length(last) + Number(omitted)).toBe(length(text));
      // Whole lines on both sides.
      expect(text).toContain(`${first ?? ""}\n`);
      expect(text).toContain(`\n${last ?? ""}`);
    },
  );
});
