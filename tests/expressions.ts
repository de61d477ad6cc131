/** Replaces GitHub's evaluator of expressions in jest, an ES module, too: see octokit.ts. */
export { data, Evaluator, Lexer, Parser } from "@actions/expressions";
