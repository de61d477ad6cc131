import { fuzzClients } from "../../../fuzz/clients";
import { fuzzPure } from "../../../fuzz/pure";

// The same in each run; `npm run fuzz` tries others, and many more.
const seed = 66;

it("pure functions handle any input", () => {
  expect(fuzzPure(500, seed)).toEqual([]);
});

it("clients handle any response", async () => {
  expect(await fuzzClients(120, seed)).toBeUndefined();
}, 60_000);
