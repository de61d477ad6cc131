import { setImmediate as nextTurn } from "node:timers/promises";
import { eachAtMost } from "../../cli/eachAtMost";

/** Waits so many turns, and gives them. */
async function wait(turns: number): Promise<number> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
  return turns;
}

it("gives what was made in the order of the items, whichever was done first", async () => {
  expect(await eachAtMost(2, [5, 1, 3, 0], wait)).toEqual([5, 1, 3, 0]);
  expect(await eachAtMost(2, [], wait)).toEqual([]);
});

it.each([1, 3])("does %s at the same time", async (count) => {
  let [now, most] = [0, 0];
  await eachAtMost(count, [2, 2, 2, 2, 2, 2, 2], async (turns) => {
    most = Math.max(most, ++now);
    await wait(turns);
    now -= 1;
  });
  expect(most).toBe(count);
});

it("fails with what failed", async () => {
  const refused = new Error("refused");
  await expect(eachAtMost(2, [1, 2], () => Promise.reject(refused))).rejects.toBe(refused);
});
