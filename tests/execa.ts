/** Replaces execa in jest, an ES module, too: see octokit.ts. */
export { execa } from "execa";
