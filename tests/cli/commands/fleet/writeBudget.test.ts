import { WriteBudget } from "../../../../cli/commands/fleet/writeBudget";

const minute = 60_000;

/** Each take with its number of writes, and the minute in which the budget granted it. */
async function take(
  counts: readonly number[],
  minutesBetween = 0,
  minutesBefore: readonly number[] = [],
): Promise<{ readonly granted: readonly number[]; readonly waits: readonly string[] }> {
  let now = Date.parse("2026-01-01T12:00:00Z");
  const start = now;
  const waits: string[] = [];
  const wait = (milliseconds: number): Promise<void> => {
    now += milliseconds;
    return Promise.resolve();
  };
  const before = minutesBefore.map((minutes) => ({ count: 250, time: start - minutes * minute }));
  const clock = { now: () => now, wait };
  const budget = new WriteBudget(before, clock, new AbortController().signal, (until) =>
    waits.push(until.toISOString().slice(11, 16)),
  );
  const granted: number[] = [];
  for (const count of counts) {
    await budget.take(count);
    granted.push((now - start) / minute);
    now += minutesBetween * minute;
  }
  return { granted, waits };
}

it("grants GitHub's 500 writes an hour, and waits for those of an hour ago", async () => {
  expect(await take([250, 250, 5, 400, 100], 10)).toEqual({
    // The first 250 count until 13:00, the next until 13:10, and the 5 until 14:00.
    granted: [0, 10, 60, 70, 120],
    waits: ["13:00", "14:00"],
  });
});

it("grants an hour's writes to a stack that needs more, because its update waits itself", async () => {
  expect(await take([5, 1500, 5])).toEqual({ granted: [0, 60, 120], waits: ["13:00", "14:00"] });
});

it("counts the writes of updates before a break, in the order of their times", async () => {
  expect(await take([250, 250], 0, [20, 50, 61])).toEqual({
    granted: [10, 40],
    waits: ["12:10", "12:40"],
  });
});

it("does not wait for a stack that writes nothing", async () => {
  expect(await take([500, 0])).toEqual({ granted: [0, 0], waits: [] });
});

it("grants in the order of the calls, so that a large stack is not overtaken forever", async () => {
  let now = 0;
  const wait = (milliseconds: number): Promise<void> => {
    now += milliseconds;
    return Promise.resolve();
  };
  const budget = new WriteBudget(
    [],
    { now: () => now, wait },
    new AbortController().signal,
    () => 0,
  );
  const order: string[] = [];
  await Promise.all(
    [400, 500, 5].map((count) => budget.take(count).then(() => order.push(String(count)))),
  );
  expect(order).toEqual(["400", "500", "5"]);
});

it("stops waiting when it is aborted, and does not begin to wait", async () => {
  const controller = new AbortController();
  const wait = (_milliseconds: number, signal: AbortSignal): Promise<never> =>
    new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => {
        reject(new Error("aborted"));
      });
    });
  const onWait = jest.fn();
  const budget = new WriteBudget([], { now: () => 0, wait }, controller.signal, onWait);
  await budget.take(500);
  const waiting = [budget.take(5), budget.take(5)];
  setImmediate(() => {
    controller.abort();
  });
  const ended = await Promise.allSettled(waiting);
  expect(ended.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(onWait).toHaveBeenCalledTimes(1);
});
