/** What jest takes for GitHub's evaluator of expressions, an ES module too: see octokit.ts. */
export { data, Evaluator, Lexer, Parser } from "@actions/expressions";
