import { fuzzClients } from "../../../fuzz/clients";
import { fuzzPure } from "../../../fuzz/pure";

// The same in each run; `npm run fuzz` tries others, and many more.
const seed = 66;

it("pure functions bear whatever they are given", () => {
  expect(fuzzPure(1000, seed)).toEqual([]);
});

it("clients bear whatever a server answers", async () => {
  expect(await fuzzClients(300, seed)).toBeUndefined();
}, 60_000);
