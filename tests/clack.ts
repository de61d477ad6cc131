/** What jest takes for clack's prompts, an ES module too: see octokit.ts. */
export { isCancel, password, select, text } from "@clack/prompts";
