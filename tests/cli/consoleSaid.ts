/** Listens to the console in each test of a file, from its beginning. */
export function consoleSaid(): { out: string; error: string } {
  const said = { out: "", error: "" };

  beforeEach(() => {
    Object.assign(said, { out: "", error: "" });
    jest.spyOn(console, "log").mockImplementation((text: string) => (said.out += `${text}\n`));
    jest.spyOn(console, "error").mockImplementation((text: string) => (said.error += `${text}\n`));
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  return said;
}
