/** Captures the console and the standard streams in each test of a file. */
export function captureConsole(): { out: string; error: string } {
  const captured = { out: "", error: "" };

  beforeEach(() => {
    Object.assign(captured, { out: "", error: "" });
    jest.spyOn(console, "log").mockImplementation((text: string) => (captured.out += `${text}\n`));
    jest
      .spyOn(console, "error")
      .mockImplementation((text: string) => (captured.error += `${text}\n`));
    for (const [stream, name] of [
      [process.stdout, "out"],
      [process.stderr, "error"],
    ] as const) {
      jest.spyOn(stream, "write").mockImplementation((text) => {
        captured[name] += String(text);
        return true;
      });
    }
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  return captured;
}
