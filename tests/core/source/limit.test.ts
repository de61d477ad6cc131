import { setImmediate as nextTurn } from "node:timers/promises";
import { atMost } from "../../../core/source";

/** Waits so many turns, and gives them. */
async function wait(turns: number): Promise<number> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
  return turns;
}

it("gives each what its own work gave, whichever was done first", async () => {
  const limited = atMost(2);
  const all = [5, 1, 3, 0].map((turns) => limited(() => wait(turns)));
  expect(await Promise.all(all)).toEqual([5, 1, 3, 0]);
});

it.each([1, 3])("does %s at the same time", async (count) => {
  const limited = atMost(count);
  let [now, most] = [0, 0];
  const work = async (): Promise<void> => {
    most = Math.max(most, ++now);
    await wait(2);
    now -= 1;
  };
  await Promise.all(Array.from({ length: 7 }, () => limited(work)));
  expect(most).toBe(count);
});

it("begins them in the order that they came", async () => {
  const limited = atMost(2);
  const begun: number[] = [];
  const all = [0, 1, 2, 3, 4].map((index) =>
    limited(async () => {
      begun.push(index);
      await wait(index % 2 === 0 ? 3 : 1);
    }),
  );
  await Promise.all(all);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

it("fails with what failed, and goes on with the others", async () => {
  const limited = atMost(1);
  const refused = new Error("refused");
  const first = limited(() => Promise.reject(refused));
  const second = limited(() => wait(1));
  await expect(first).rejects.toBe(refused);
  expect(await second).toBe(1);
});
