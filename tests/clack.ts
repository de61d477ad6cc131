/** Replaces clack's prompts in jest, an ES module, too: see octokit.ts. */
export { isCancel, password, select, text } from "@clack/prompts";
