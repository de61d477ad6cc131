import { setImmediate as nextTurn } from "node:timers/promises";
import { limitConcurrency } from "../../../core/source";

/** Waits for this many turns of the event loop, and returns the number. */
async function wait(turns: number): Promise<number> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
  return turns;
}

it("returns each task's own result, whatever order they finish in", async () => {
  const limited = limitConcurrency(2);
  const all = [5, 1, 3, 0].map((turns) => limited(() => wait(turns)));
  expect(await Promise.all(all)).toEqual([5, 1, 3, 0]);
});

it.each([1, 3])("runs %s at the same time", async (count) => {
  const limited = limitConcurrency(count);
  let [running, highest] = [0, 0];
  const work = async (): Promise<void> => {
    highest = Math.max(highest, ++running);
    await wait(2);
    running -= 1;
  };
  await Promise.all(Array.from({ length: 7 }, () => limited(work)));
  expect(highest).toBe(count);
});

it("starts them in order", async () => {
  const limited = limitConcurrency(2);
  const started: number[] = [];
  const all = [0, 1, 2, 3, 4].map((index) =>
    limited(async () => {
      started.push(index);
      await wait(index % 2 === 0 ? 3 : 1);
    }),
  );
  await Promise.all(all);
  expect(started).toEqual([0, 1, 2, 3, 4]);
});

it("rejects with the task's error, and continues with the others", async () => {
  const limited = limitConcurrency(1);
  const refused = new Error("refused");
  const first = limited(() => Promise.reject(refused));
  const second = limited(() => wait(1));
  await expect(first).rejects.toBe(refused);
  expect(await second).toBe(1);
});
