/**
 * Replaces octokit's packages in jest. They are ES modules only, and jest on
 * Node 20 refuses to require such a file, transformed or not; tests/transform.cjs makes one
 * CommonJS bundle of this file and what it exports.
 */
export { Octokit } from "@octokit/core";
export { paginateRest } from "@octokit/plugin-paginate-rest";
export { retry } from "@octokit/plugin-retry";
export { throttling } from "@octokit/plugin-throttling";
