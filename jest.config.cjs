/** @type {import("jest").Config} */
const shared = {
  testEnvironment: "node",
  // Far more than any takes: a slow or busy machine is no failure.
  testTimeout: 60_000,
  moduleNameMapper: { "^@octokit/(?:core|plugin-[a-z-]+)$": "<rootDir>/tests/octokit.ts" },
  transform: { "^.+\\.ts$": "<rootDir>/tests/transform.cjs" },
};

module.exports = {
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/tests/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/tests/system/"],
    },
    {
      ...shared,
      displayName: "system",
      testMatch: ["<rootDir>/tests/system/**/*.test.ts"],
    },
  ],
};
