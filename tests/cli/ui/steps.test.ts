import { stripVTControlCharacters } from "node:util";
import { bar, duration, Steps } from "../../../cli/ui/steps";

/** What is written to remove the live text, without its escape codes. */
const clear = "";

/** A screen that records each write. */
function fakeScreen(isTTY: boolean, columns?: number) {
  const written: string[] = [];
  const write = (text: string): unknown => written.push(text);
  return { isTTY, ...(columns && { columns }), written, write };
}

/** Begins the first of several steps on a new screen. */
function begin(
  title: string,
  { total = 1, isTTY, columns }: { total?: number; isTTY: boolean; columns?: number },
) {
  const screen = fakeScreen(isTTY, columns);
  const steps = new Steps(total, screen);
  steps.begin(title);
  return { screen, steps };
}

/** The output with times replaced; a terminal's without escape codes, which others do not get. */
function writtenLines({ written, isTTY }: ReturnType<typeof fakeScreen>): readonly string[] {
  return written.map((text) =>
    (isTTY ? stripVTControlCharacters(text) : text).replace(/(\d+ min )?[\d.]+ s\b/g, "TIME"),
  );
}

beforeEach(() => {
  jest.useFakeTimers();
  process.env.TERM = "xterm";
});

afterEach(() => {
  jest.useRealTimers();
});

/** Advances the clock by an hour. */
function wait(): void {
  jest.setSystemTime(Date.now() + 40_000);
}

describe("on a plain stream", () => {
  it("a quick step is one line", () => {
    const { screen, steps } = begin("Toolchain", { total: 2, isTTY: false });
    steps.update("half", 0.5);
    steps.done("8 parts ready");
    steps.begin("Sandbox");
    steps.fail("no port");
    expect(writtenLines(screen)).toEqual([
      "[1/2] Toolchain: 8 parts ready (TIME)\n",
      "[2/2] Sandbox: FAILED after TIME: no port\n",
    ]);
  });

  it("a long step shows a line now and then", () => {
    const { screen, steps } = begin("Toolchain", { total: 2, isTTY: false });
    wait();
    steps.update("3 of 8 built", 0.456);
    steps.update("4 of 8 built", 0.5);
    wait();
    steps.update("who knows");
    expect(writtenLines(screen)).toEqual([
      "[1/2] Toolchain:  45 % after TIME: 3 of 8 built\n",
      "[1/2] Toolchain: after TIME: who knows\n",
    ]);
  });

  it("lines inside a step follow its name", () => {
    const { screen, steps } = begin("Toolchain", { total: 2, isTTY: false });
    steps.say("one\ntwo");
    steps.say("three");
    steps.done("ready");
    steps.begin("Sandbox");
    steps.say("four");
    expect(writtenLines(screen).join("")).toBe(
      [
        "[1/2] Toolchain",
        "      one",
        "      two",
        "      three",
        "[1/2] Toolchain: ready (TIME)",
        "[2/2] Sandbox",
        "      four",
        "",
      ].join("\n"),
    );
  });
});

it("a dumb terminal gets plain lines, and each step's name at once", () => {
  process.env.TERM = "dumb";
  const { screen, steps } = begin("Toolchain", { isTTY: true });
  expect(writtenLines(screen)).toEqual(["[1/1] Toolchain\n"]);
  wait();
  steps.update("half", 0.5);
  steps.say("a line");
  steps.done("ready");
  expect(writtenLines(screen)).toEqual([
    "[1/1] Toolchain\n",
    "[1/1] Toolchain:  50 % after TIME: half\n",
    "      a line\n",
    "[1/1] Toolchain: ready (TIME)\n",
  ]);
});

describe("on a terminal", () => {
  it("a step shows its name, a bar and its result on one line", () => {
    const { screen, steps } = begin("Toolchain", { isTTY: true, columns: 200 });
    wait();
    steps.update("half", 0.5);
    steps.update("too soon", 0.6);
    wait();
    steps.update("who knows");
    steps.done("ready");
    expect(writtenLines(screen)).toEqual([
      "[1/1] Toolchain\n",
      `[1/1] Toolchain ${"█".repeat(12)}${"░".repeat(12)}  50 % · TIME · half\n`,
      "[1/1] Toolchain · TIME · who knows\n",
      clear,
      "[1/1] Toolchain: ready (TIME)\n",
    ]);
  });

  it("lines inside a step stay, and the step's line follows them", () => {
    const { screen, steps } = begin("Toolchain", { isTTY: true });
    steps.say("one");
    steps.done("ready");
    expect(writtenLines(screen)).toEqual([
      "[1/1] Toolchain\n",
      clear,
      "[1/1] Toolchain\n",
      "      one\n",
      "[1/1] Toolchain\n",
      clear,
      "[1/1] Toolchain: ready (TIME)\n",
    ]);
  });
});

describe("a step's line fits 80 columns of a terminal", () => {
  const lines = (screen: ReturnType<typeof fakeScreen>): readonly string[] =>
    screen.written.map((text) => stripVTControlCharacters(text).trimEnd()).filter(Boolean);

  // The lengths around those that fit with the time, which takes 12 columns here.
  it.each(Array.from({ length: 20 }, (_each, index) => 45 + index))(
    "with a result of %d characters and its time",
    (length) => {
      const { screen, steps } = begin("Read back", { total: 4, isTTY: true, columns: 80 });
      jest.setSystemTime(Date.now() + 185_000);
      const result = "word ".repeat(20).slice(0, length - 1) + "x";
      steps.done(result);
      const written = lines(screen).slice(1);
      expect(written.filter((line) => line.length > 80)).toEqual([]);
      expect(written.length).toBe(length <= 80 - 17 - 12 ? 1 : 2);
      expect(written.at(-1)).toMatch(/ \(3 min 5 s\)$/);
      const text = written.map((line) => line.trim()).join(" ");
      expect(text).toBe(`[1/4] Read back: ${result} (3 min 5 s)`);
    },
  );

  it("but a log has it on one line, which can be searched", () => {
    const { screen, steps } = begin("Read back", { total: 4, isTTY: false });
    steps.done("word ".repeat(20).trim());
    expect(lines(screen)).toHaveLength(1);
  });

  it.each([true, false])("while it runs, whatever it does; on a terminal: %s", (isTerminal) => {
    const { screen, steps } = begin("Toolchain", { isTTY: isTerminal, columns: 80 });
    wait();
    const text = "1 of 10 built; now pulumi 928/1655, pulumi-resource-docker-build 1202/1760";
    steps.update(text, 0.47);
    const [line = ""] = lines(screen).slice(-1);
    expect([line.length, line.at(-1)]).toEqual([80, "…"]);
    expect(line).toContain("1 of 10 built");
  });
});

it.each([
  [-1, "░░░░"],
  [0, "░░░░"],
  [0.5, "██░░"],
  [1, "████"],
  [2, "████"],
])("the bar of %s is %s", (share, expected) => {
  expect(bar(share, 4)).toBe(expected);
});

// This tests the format; nothing is measured.
it.each([
  [0, "0.0 s"],
  [420, "0.4 s"],
  [12_400, "12 s"],
  [59_400, "59 s"],
  [59_600, "1 min 0 s"],
  [185_000, "3 min 5 s"],
])("%s milliseconds are %s", (milliseconds, expected) => {
  expect(duration(milliseconds)).toBe(expected);
});
