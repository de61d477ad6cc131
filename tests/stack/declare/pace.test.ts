import * as pulumi from "@pulumi/pulumi";
import { Pace } from "../../../stack/declare/pace";

const minute = 60_000;

/** Declares this many new repositories. Returns each wait, with the number declared before it. */
async function waitsFor(count: number): Promise<readonly (readonly [number, number])[]> {
  let now = 0;
  let declared = 0;
  const waits: [number, number][] = [];
  const wait = (milliseconds: number): Promise<void> => {
    waits.push([declared, milliseconds / minute]);
    now += milliseconds;
    return Promise.resolve();
  };
  const pace = new Pace(count, { now: () => now, wait });
  for (; declared < count; declared += 1) {
    await pace.next();
    // What Pulumi does meanwhile takes no time of the hour away.
    now += 100;
  }
  return waits;
}

let warnings: jest.SpyInstance;

beforeEach(() => {
  warnings = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
});

it("lets a hundred repositories through at once", async () => {
  expect(await waitsFor(100)).toEqual([]);
  expect(warnings).not.toHaveBeenCalled();
});

it("waits for the next hour after each hundred, and says until when and for what", async () => {
  const waits = await waitsFor(250);
  expect(waits.map(([declared, minutes]) => [declared, Math.round(minutes)])).toEqual([
    [100, 61],
    [200, 61],
  ]);
  expect(warnings.mock.calls.map(([text]) => String(text))).toEqual([
    "waiting until 01:01 UTC for GitHub's limit on writes, before the next of 150 repositories are created",
    "waiting until 02:02 UTC for GitHub's limit on writes, before the next of 50 repositories are created",
  ]);
});

it("does not wait in a preview", async () => {
  jest.spyOn(pulumi.runtime, "isDryRun").mockReturnValue(true);
  expect(await waitsFor(250)).toEqual([]);
});
