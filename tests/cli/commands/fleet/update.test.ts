import { updateStacks, type FleetUpdate } from "../../../../cli/commands/fleet/update";
import type { FleetStack } from "../../../../cli/commands/fleet/stacks";
import type { UpResult } from "../../../../cli/pulumi/pulumi";
import { desiredRepository, desiredStack } from "../../../stack/desired";

const done: UpResult = {
  ...{ code: 0, hasBegun: true, errors: "", messages: [], isUnchanged: false, changes: {} },
};

/** A stack that will create this many repositories. */
function fleetStack(name: string, count: number): FleetStack {
  const names = Array.from({ length: count }, (_, index) => `new-${index}`);
  return {
    options: { pulumi: "pulumi", program: ".", stack: name, environment: {} },
    name,
    desired: desiredStack(),
    newRepositories: names.map((each) => desiredRepository(each)),
    creationTimes: [],
  };
}

let events: string[];
let running: number;
let most: number;

beforeEach(() => {
  events = [];
  running = 0;
  most = 0;
});

function update(
  stacks: readonly FleetStack[],
  change: Partial<FleetUpdate> = {},
): ReturnType<typeof updateStacks> {
  return updateStacks(stacks, {
    parallel: 2,
    budget: { take: () => Promise.resolve() },
    isInterrupted: () => false,
    onResult: () => undefined,
    up: async ({ name }) => {
      events.push(name);
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      return done;
    },
    ...change,
  });
}

it("updates as many stacks at the same time as requested, those that create the fewest repositories first", async () => {
  const results = await update([
    ...[fleetStack("most", 100), fleetStack("none", 0)],
    ...[fleetStack("few", 2), fleetStack("also-none", 0)],
  ]);
  expect(most).toBe(2);
  expect(events).toEqual(["none", "also-none", "few", "most"]);
  expect(results.map(({ stack, up }) => [stack.name, up])).toEqual(
    events.map((name) => [name, done]),
  );
});

it("takes the writes of the new repositories from the budget before it begins", async () => {
  const take = jest.fn(() => {
    events.push("take");
    return Promise.resolve();
  });
  await update([fleetStack("a", 3)], { budget: { take } });
  expect(events).toEqual(["take", "a"]);
  expect(take).toHaveBeenCalledWith(15);
});

it("begins no other stack after an interruption, which also ends a wait", async () => {
  let isInterrupted = false;
  const take = (): Promise<void> => {
    if (events.length === 0) return Promise.resolve();
    isInterrupted = true;
    return Promise.reject(new Error("aborted"));
  };
  const stacks = ["first", "second", "third"].map((name) => fleetStack(name, 1));
  const options = { parallel: 1, isInterrupted: () => isInterrupted, budget: { take } };
  const results = await update(stacks, options);
  expect(events).toEqual(["first"]);
  expect(results.map(({ up }) => up)).toEqual([done, undefined, undefined]);
});

it("passes on any other error of the wait", async () => {
  const take = (): Promise<void> => Promise.reject(new Error("a bug"));
  await expect(update([fleetStack("first", 1)], { budget: { take } })).rejects.toThrow("a bug");
});
