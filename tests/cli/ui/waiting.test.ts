import { stripVTControlCharacters } from "node:util";
import { Waiting } from "../../../cli/ui/waiting";
import type { Screen } from "../../../cli/ui/screen";

/** A screen that records what is shown; "" when it is removed. */
function fakeScreen(more: Partial<Screen> = { isTTY: true }): Screen & { written: string[] } {
  const written: string[] = [];
  const write = (text: string): unknown => written.push(stripVTControlCharacters(text).trimEnd());
  return { ...more, written, write };
}

/** An answer that arrives on request. */
function createPending(): { answer: Promise<string>; give: () => void; refuse: () => void } {
  let give = (): void => undefined;
  let refuse = (): void => undefined;
  const answer = new Promise<string>((resolve, reject) => {
    give = () => {
      resolve("given");
    };
    refuse = () => {
      reject(new Error("refused"));
    };
  });
  return { answer, give, refuse };
}

beforeEach(() => {
  process.env.TERM = "xterm";
});

it("shows a request, and clears it before the answer is used", async () => {
  const screen = fakeScreen();
  const { answer, give } = createPending();
  const answered = new Waiting(screen).whileAsking("GitHub: account of the token", answer);
  expect(screen.written).toEqual(["… GitHub: account of the token"]);
  give();
  expect(await answered).toBe("given");
  expect(screen.written.slice(1)).toEqual([""]);
});

it("shows the oldest of several requests, and the number of others", async () => {
  const screen = fakeScreen();
  const waiting = new Waiting(screen);
  const [one, other] = [createPending(), createPending()];
  const all = [waiting.whileAsking("one", one.answer), waiting.whileAsking("other", other.answer)];
  one.give();
  await all[0];
  other.give();
  await Promise.all(all);
  expect(screen.written).toEqual(["… one", "… one (and 1 more)", "… other", ""]);
});

it("clears a failed request too, and leaves the failure to the caller", async () => {
  const screen = fakeScreen();
  const waiting = new Waiting(screen);
  const { answer, refuse } = createPending();
  waiting.onQuestion("one", answer);
  const answered = waiting.whileAsking("other", answer);
  refuse();
  await expect(answered).rejects.toThrow("refused");
  expect(screen.written.at(-1)).toBe("");
});

it("shows work before it starts", async () => {
  const screen = fakeScreen();
  const before = await new Waiting(screen).whileRunning("work", () => [...screen.written]);
  expect(before).toEqual(["… work"]);
});

it.each([
  ["without escape codes", { TERM: "dumb" }, {}],
  ["that does not know its width", {}, { columns: 0 }],
])("shows nothing at a terminal %s", async (_which, variables, size) => {
  Object.assign(process.env, variables);
  const screen = fakeScreen({ isTTY: true, ...size });
  await new Waiting(screen).whileAsking("the registry", Promise.resolve());
  expect(screen.written).toEqual([]);
});

describe("for the terminal of the process", () => {
  const write = jest.fn(() => true);

  function setTerminals(terminals: { readonly stdout: boolean; readonly stderr: boolean }): void {
    jest.replaceProperty(process.stdout, "isTTY", terminals.stdout);
    jest.replaceProperty(process.stderr, "isTTY", terminals.stderr);
    jest.spyOn(process.stderr, "write").mockImplementation(write);
  }

  beforeEach(() => {
    // In a pipe the streams have no such property.
    for (const stream of [process.stdout, process.stderr]) {
      if (!("isTTY" in stream)) Object.assign(stream, { isTTY: false });
    }
    write.mockClear();
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each([
    [{ stderr: true, stdout: true }, false, true],
    [{ stderr: true, stdout: false }, false, true],
    [{ stderr: true, stdout: true }, true, true],
    [{ stderr: true, stdout: false }, true, false],
    [{ stderr: false, stdout: true }, false, false],
  ])("terminals %j, --json %j: shown %j", async (terminals, isJson, isShown) => {
    setTerminals(terminals);
    await Waiting.onTerminal(isJson).whileAsking("one", Promise.resolve());
    expect(write.mock.calls.length > 0).toBe(isShown);
  });
});
