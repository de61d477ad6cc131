import { getEventListeners } from "node:events";
import { PassThrough } from "node:stream";
import type { ReadStream } from "node:tty";
import { Stopped, Terminal, typedOn } from "../../../cli/ui/terminal";

it.each<[string, string, string, object]>([
  ["a paste", "", "ghp_x", { text: "ghp_x" }],
  [
    "Enter behind it, and what a paste has below",
    "gh",
    "p_x\r\nmore",
    { text: "ghp_x", ends: "entered" },
  ],
  [
    "a paste as a terminal marks it",
    "",
    "\u001b[200~ghp_x\u001b[201~\n",
    { text: "ghp_x", ends: "entered" },
  ],
  ["arrows and other keys", "", "a\u001b[Db\u001b[1;5C\u001b[3~c", { text: "abc" }],
  ["Backspace, of either kind, also where nothing is left", "ab", "\u007f\b\bx", { text: "x" }],
  ["Ctrl-U", "wrong", "\u0015right", { text: "right" }],
  ["Ctrl-C", "ab", "c\u0003d", { text: "abc", ends: "interrupted" }],
  ["Ctrl-D at the beginning", "", "\u0004", { text: "", ends: "closed" }],
  ["Ctrl-D in the middle", "ab", "\u0004c", { text: "abc" }],
  ["a blank, which is a slip to be told of", "", " ghp_x", { text: " ghp_x" }],
])("takes %s", (_what, before, chunk, typed) => {
  expect(typedOn(before, chunk)).toEqual(typed);
});

describe("a terminal", () => {
  const stop = new AbortController();
  const input = Object.assign(new PassThrough(), { setRawMode: () => input });
  const output = new PassThrough();
  const terminal = new Terminal(input as unknown as ReadStream, output, stop.signal);

  it("is asked as often as anybody likes, and nothing stays of a question", async () => {
    const listening = (): readonly number[] => [
      getEventListeners(stop.signal, "abort").length,
      ...["end", "keypress"].map((event) => input.listenerCount(event)),
    ];
    const before = listening();
    for (const [ask, typed, answer] of [
      ["askSecret", "hunter2\r", "hunter2"],
      ["ask", "no\r", "no"],
      ["ask", "\r", "usual"],
    ] as const) {
      const asked = ask === "ask" ? terminal.ask("What?", "usual") : terminal.askSecret("What?");
      input.write(typed);
      expect(await asked).toBe(answer);
      expect(listening()).toEqual(before);
    }
    expect(String(output.read())).not.toContain("hunter2");
  });

  it("is asked no more where a signal came", async () => {
    stop.abort();
    await expect(terminal.ask("What?")).rejects.toThrow(Stopped);
    await expect(terminal.askSecret("What?")).rejects.toThrow(Stopped);
  });
});
