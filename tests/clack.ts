/** Replaces clack's prompts in jest: they are an ES module, too. See octokit.ts. */
export { isCancel, password, select, text } from "@clack/prompts";
