import { Waiting } from "../../../cli/ui/waiting";
import type { Screen } from "../../../cli/ui/screen";

const clear = "\r\u001b[2K";

function fakeScreen(more: Partial<Screen> = { isTTY: true }): Screen & { written: string[] } {
  const written: string[] = [];
  return { ...more, written, write: (text) => written.push(text) };
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
  expect(screen.written).toEqual([`${clear}… GitHub: account of the token`]);
  give();
  expect(await answered).toBe("given");
  expect(screen.written.slice(1)).toEqual([clear]);
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
  expect(screen.written).toEqual(
    ["… one", "… one (and 1 more)", "… other", ""].map((each) => clear + each),
  );
});

it("clears a failed request too, and leaves the failure to the caller", async () => {
  const screen = fakeScreen();
  const waiting = new Waiting(screen);
  const { answer, refuse } = createPending();
  waiting.onQuestion("one", answer);
  const answered = waiting.whileAsking("other", answer);
  refuse();
  await expect(answered).rejects.toThrow("refused");
  expect(screen.written.at(-1)).toBe(clear);
});

it("shows work before it starts", async () => {
  const screen = fakeScreen();
  const before = await new Waiting(screen).whileRunning("work", () => [...screen.written]);
  expect(before).toEqual([`${clear}… work`]);
});

it.each([
  [{ isTTY: true, columns: 20 }, 19],
  [{ isTTY: true, columns: 40 }, 39],
  [{ isTTY: true, columns: 0 }, 79],
  [{ isTTY: true }, 79],
])("fits one line of %j", (more, longest) => {
  const screen = fakeScreen(more);
  const waiting = new Waiting(screen);
  for (const each of [1, 2])
    waiting.onQuestion(`${each} ${"x".repeat(200)}`, new Promise(() => undefined));
  const lengths = screen.written.map((text) => text.length - clear.length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(longest);
  expect(screen.written.at(-1)).toMatch(/…( \(and 1 more\))$/);
});

it("shows nothing if lines cannot be cleared", async () => {
  process.env.TERM = "dumb";
  const screen = fakeScreen();
  await new Waiting(screen).whileAsking("the registry", Promise.resolve());
  expect(screen.written).toEqual([]);
});

it("shows nothing in a log", async () => {
  const screen = fakeScreen({});
  await new Waiting(screen).whileAsking("one", Promise.resolve());
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
