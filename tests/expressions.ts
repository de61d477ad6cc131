/** Replaces GitHub's evaluator of expressions in jest: it is an ES module, too. See octokit.ts. */
export { data, Evaluator, Lexer, Parser } from "@actions/expressions";
