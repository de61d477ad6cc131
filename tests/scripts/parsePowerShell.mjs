// Prints the lines of the PowerShell script on standard input that its grammar does not match, as JSON.
// A program of its own, because jest cannot load this package.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const name = "@vscode/tree-sitter-wasm";
const { Language, Parser } = require(name);
await Parser.init();
const grammar = join(dirname(require.resolve(name)), "tree-sitter-powershell.wasm");
const parser = new Parser();
parser.setLanguage(await Language.load(grammar));

const lines = [];
function visit({ isError, isMissing, startPosition, children }) {
  if (isError || isMissing) lines.push(startPosition.row + 1);
  children.forEach(visit);
}
visit(parser.parse(readFileSync(0, "utf8")).rootNode);
console.log(JSON.stringify(lines));
