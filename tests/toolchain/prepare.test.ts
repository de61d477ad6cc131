import type * as toolchain from "../../toolchain";
import { parts, type Part } from "../../toolchain/parts";
import { emptyMachineForEachTest } from "./emptyMachine";

emptyMachineForEachTest();

it("builds every part on a new machine, and two clients alongside, whose cost is included", async () => {
  const onCost = jest.fn();
  /** Stops where the build would start. */
  const build = jest.fn<Promise<never>, [readonly Part[]]>(() => Promise.reject(new Error("no")));
  const others = { estimateCost: () => "the cost", checkPrerequisites: jest.fn() };
  jest.doMock("../../toolchain/build", () => ({ ...others, build }));
  const { prepareToolchain } = jest.requireActual<typeof toolchain>("../../toolchain");
  const preparing = prepareToolchain(
    { onWait: jest.fn(), onCost, onProgress: jest.fn() },
    { builder: true },
  );
  await expect(preparing).rejects.toThrow("no");
  const requested = build.mock.calls[0]?.[0] ?? [];
  expect(onCost.mock.calls).toEqual([[requested, "the cost"]]);
  const names = [...parts.map(({ name }) => name), "docker-buildx", "terraform-provider-github"];
  expect(requested.map(({ name }) => name)).toEqual(names);
});
