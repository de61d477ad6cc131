import { skippedLines } from "../../scripts/test";

it("tells each test that was kept from running, and none that a client's line tells", () => {
  const skipped = ["tofu could not be installed: it takes minutes", "jq is not on PATH"];
  const counts = [{ skipped: ["steps run on Linux", ...skipped] }, {}, { skipped: ["no daemon"] }];
  expect(skippedLines(counts, [{ part: "tofu" }, { part: "jq" }])).toEqual([
    "NOT TESTED: steps run on Linux",
    "NOT TESTED: no daemon",
  ]);
});
