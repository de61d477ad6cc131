import { skippedLines } from "../../scripts/test";

it("reports each skipped test, except those that a client's line reports", () => {
  const skipped = ["tofu could not be installed: it takes minutes", "jq is not on PATH"];
  const counts = [{ skipped: ["steps run on Linux", ...skipped] }, {}, { skipped: ["no daemon"] }];
  expect(skippedLines(counts, [{ part: "tofu" }, { part: "jq" }])).toEqual([
    "NOT TESTED: steps run on Linux",
    "NOT TESTED: no daemon",
  ]);
});
