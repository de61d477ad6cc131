import { commandLinesIn } from "../system/docs/commandLines";
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
  ledger = new Ledger(commandLinesIn("docs/a.md", page));
});

it("names each line that nothing accounts for, by file, line and text", () => {
  expect(ledger.missing()).toEqual([
    "docs/a.md:2: pulumi config set ghcr:owner A",
    "docs/a.md:3: pulumi up",
    "docs/a.md:5: pulumi config set",
    "docs/a.md:5: pulumi up",
    "docs/a.md:5: npm test",
  ]);
});

it("takes a line that was run for each place where it stands, and for its name in a sentence", () => {
  for (const text of ["pulumi config set ghcr:owner A", "pulumi up", "npm test"]) {
    ledger.account(ledger.find(text));
  }
  expect(ledger.missing()).toEqual([]);
});

it("takes a name for no command of which it is only the first letters", () => {
  const other = new Ledger(
    commandLinesIn("a.md", "`npm run doc`, `npm run docs`, `npm run docs x`"),
  );
  other.account(other.find("npm run docs"));
  expect(other.missing()).toEqual(["a.md:1: npm run doc", "a.md:1: npm run docs x"]);
});

it("takes a name in a fence for no more than it says", () => {
  const other = new Ledger(commandLinesIn("a.md", "```sh\npulumi up\npulumi up --yes\n```"));
  other.account(other.find("pulumi up --yes"));
  expect(other.missing()).toEqual(["a.md:2: pulumi up"]);
});

it("refuses a line that stands in no page", () => {
  expect(() => ledger.find("pulumi down")).toThrow("no page has the line 'pulumi down'");
});
