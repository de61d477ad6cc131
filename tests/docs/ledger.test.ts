import { findCommandLines } from "../system/docs/commandLines";
import { Ledger } from "../system/docs/ledger";

const page = [
  "```sh",
  "pulumi config set ghcr:owner A",
  "pulumi up",
  "```",
  "`pulumi config set`, `pulumi up`, `npm test`",
].join("\n");

let ledger: Ledger;

beforeEach(() => {
  ledger = new Ledger(findCommandLines("docs/a.md", page));
});

it("reports each line that no test runs, by file, line and text", () => {
  expect(ledger.listMissing()).toEqual([
    "docs/a.md:2: pulumi config set ghcr:owner A",
    "docs/a.md:3: pulumi up",
    "docs/a.md:5: pulumi config set",
    "docs/a.md:5: pulumi up",
    "docs/a.md:5: npm test",
  ]);
});

it("does not match a name that is only a prefix", () => {
  const other = new Ledger(
    findCommandLines("a.md", "`npm run doc`, `npm run docs`, `npm run docs x`"),
  );
  other.markAsRun(other.find("npm run docs"));
  expect(other.listMissing()).toEqual(["a.md:1: npm run doc", "a.md:1: npm run docs x"]);
});

it("counts a line with npx as the command that a sentence names, but not as a line without it", () => {
  const named = new Ledger(
    findCommandLines(
      "a.md",
      "```sh\nnpx pulumi up --yes\npulumi up\n```\n`pulumi up`, `npx pulumi`",
    ),
  );
  named.markAsRun(named.find("npx pulumi up --yes"));
  expect(named.listMissing()).toEqual(["a.md:3: pulumi up"]);
});

it("counts a line of several commands as each of them, but none of them as the line", () => {
  const lines = findCommandLines(
    "a.md",
    "`pulumi refresh && pulumi up`, `pulumi up`, `git push x`",
  );
  const joined = new Ledger(lines);
  joined.markAsRun(joined.find("pulumi refresh && pulumi up"));
  expect(joined.listMissing()).toEqual(["a.md:1: git push x"]);
  const single = new Ledger(lines);
  single.markAsRun(single.find("pulumi up"));
  expect(single.listMissing()).toEqual([
    "a.md:1: pulumi refresh && pulumi up",
    "a.md:1: git push x",
  ]);
});
