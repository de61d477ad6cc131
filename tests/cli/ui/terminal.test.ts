import { getEventListeners } from "node:events";
import { PassThrough } from "node:stream";
import { Stopped, Terminal } from "../../../cli/ui/terminal";

const kinds = [
  ["that clack draws on", { TERM: "xterm", columns: 80 }],
  ["without escape codes", { TERM: "dumb", columns: 80 }],
  ["of unknown width", { TERM: "xterm", columns: 0 }],
] as const;

function openTerminal({ TERM, columns }: { readonly TERM: string; readonly columns: number }) {
  process.env.TERM = TERM;
  const stop = new AbortController();
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { isTTY: true, columns });
  const terminal = new Terminal(input, output, stop.signal);
  let shown = "";
  output.on("data", (chunk: Buffer) => (shown += String(chunk)));
  let read = 0;
  /** Waits for new output with a text, then types an answer. */
  const type = async (question: string, answer: string): Promise<void> => {
    for (let found = -1; found < 0; found = shown.indexOf(question, read)) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    read = shown.indexOf(question, read) + question.length;
    input.write(answer);
  };
  return { terminal, stop, input, type, shown: () => shown };
}

const labels = { yes: "Yes", no: "No" } as const;

/** One question of each kind. */
const questions = {
  ask: (terminal: Terminal): Promise<string> => terminal.ask({ message: "What?" }),
  choose: (terminal: Terminal): Promise<string> => terminal.choose("What?", labels, "no"),
  askSecret: (terminal: Terminal): Promise<string> => terminal.askSecret("What?"),
};

describe.each(kinds)("a terminal %s", (_kind, kind) => {
  it("returns the trimmed input, or the default", async () => {
    const { terminal, type } = openTerminal(kind);
    const question = { message: "What?", defaultValue: "default" };
    for (const [typed, answer] of [
      [" it \r", "it"],
      ["\r", "default"],
      ["  \r", "default"],
    ] as const) {
      const answered = terminal.ask(question);
      await type("What?", typed);
      expect(await answered).toBe(answer);
    }
  });

  it("asks again, with the problem", async () => {
    const { terminal, type } = openTerminal(kind);
    const answered = terminal.ask({
      message: "What?",
      validate: (answer) => (answer.endsWith("good") ? undefined : `'${answer}' is bad`),
    });
    await type("What?", "x\r");
    await type("'x' is bad", "good\r");
    // clack keeps the typed text to be corrected.
    expect(await answered).toMatch(/^x?good$/);
  });

  it("does not echo a secret, not even its length", async () => {
    const screens: string[] = [];
    for (const secret of ["hunter2", "x"]) {
      const { terminal, type, shown } = openTerminal(kind);
      const answered = terminal.askSecret("What?");
      await type("What?", `${secret}\r`);
      expect(await answered).toBe(secret);
      screens.push(shown());
    }
    expect(screens[0]).not.toContain("hunter2");
    expect(screens[1]).toBe(screens[0]);
  });

  it("asks for a secret again if it is empty, unless that is allowed", async () => {
    const { terminal, type } = openTerminal(kind);
    const required = terminal.askSecret("What?");
    await type("What?", "\r");
    await type("Nothing was pasted", "ghp_x\r");
    expect(await required).toBe("ghp_x");
    const optional = terminal.askSecret("What?", { canBeEmpty: true });
    await type("What?", "\r");
    expect(await optional).toBe("");
  });

  it("accepts Enter that was pressed before the question, which the terminal made a newline", async () => {
    const { terminal, type } = openTerminal(kind);
    const secret = terminal.askSecret("What?");
    await type("What?", "ghp_x\n");
    expect(await secret).toBe("ghp_x");
    const answered = terminal.ask({
      message: "What?",
      defaultValue: "default",
      validate: (answer) => (answer === "x" ? "'x' is bad" : undefined),
    });
    await type("What?", "x\r\n");
    await type("'x' is bad", "y\n");
    // The newline after a return is no second answer.
    expect(await answered).toMatch(/^x?y$/);
  });

  it("accepts a bracketed paste, and only its first line", async () => {
    const { terminal, type } = openTerminal(kind);
    const answered = terminal.askSecret("What?");
    await type("What?", "\u001b[200~ghp_x\u001b[201~\r\nmore");
    expect(await answered).toBe("ghp_x");
  });

  describe.each(Object.entries(questions))("%s", (_name, ask) => {
    it.each([
      ["Ctrl-C", "\u0003", 130],
      ["Ctrl-D", "\u0004", 1],
    ])("ends at %s", async (_key, text, exitCode) => {
      const { terminal, type } = openTerminal(kind);
      const answered = expect(ask(terminal)).rejects.toEqual(new Stopped(exitCode));
      await type("What?", text);
      await answered;
    });

    it("ends at the end of the input", async () => {
      const { terminal, input, type } = openTerminal(kind);
      const answered = expect(ask(terminal)).rejects.toMatchObject({ exitCode: 1 });
      await type("What?", "");
      input.end();
      await answered;
    });

    it("ends at a signal, and is not asked after a signal", async () => {
      const { terminal, stop, type, shown } = openTerminal(kind);
      const answered = expect(ask(terminal)).rejects.toMatchObject({ exitCode: 1 });
      await type("What?", "");
      stop.abort();
      await answered;
      const before = shown();
      await expect(ask(terminal)).rejects.toMatchObject({ exitCode: 1 });
      expect(shown()).toBe(before);
    });

    it("removes its listeners", async () => {
      const { terminal, stop, input, type } = openTerminal(kind);
      const answered = ask(terminal);
      await type("What?", "yes\r");
      await answered;
      expect(getEventListeners(stop.signal, "abort")).toEqual([]);
      for (const event of ["error", "keypress"]) expect(input.listenerCount(event)).toBe(0);
    });
  });
});

it.each([
  ["a choice is made with the arrow keys", "choose", "\u001b[A\r", "yes"],
  ["Enter that was pressed before a choice does not make it", "choose", "\n\u001b[A\r", "yes"],
  ["a paste can be corrected", "askSecret", "wrong\u0015ghp_xy\u007f\r", "ghp_x"],
] as const)("at a terminal that clack draws on, %s", async (_what, kind, typed, answer) => {
  const { terminal, type } = openTerminal(kinds[0][1]);
  const answered = questions[kind](terminal);
  await type("What?", typed);
  expect(await answered).toBe(answer);
});

it("on other terminals a choice is typed", async () => {
  const { terminal, type } = openTerminal(kinds[1][1]);
  const answered = terminal.choose("What?", labels, "no");
  await type("What? yes, no [no]", "ye\r");
  await type("'ye' is not an answer: type yes, no", "yes\r");
  expect(await answered).toBe("yes");
});
