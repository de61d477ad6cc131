/** Replaces log-update in jest, an ES module, too: see octokit.ts. */
export { createLogUpdate } from "log-update";
