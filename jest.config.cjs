/** @type {import("jest").Config} */
const shared = {
  testEnvironment: "<rootDir>/tests/environment.cjs",
  moduleNameMapper: {
    "^@actions/expressions$": "<rootDir>/tests/expressions.ts",
    "^@clack/prompts$": "<rootDir>/tests/clack.ts",
    "^@octokit/(?:core|plugin-[a-z-]+)$": "<rootDir>/tests/octokit.ts",
    "^log-update$": "<rootDir>/tests/logUpdate.ts",
    "^@npmcli/arborist$": "<rootDir>/tests/lazy/arborist.cjs",
    "^\\.\\./locales/index\\.cjs$": "<rootDir>/tests/lazy/zodLocales.cjs",
    "^typescript$": "<rootDir>/tests/lazy/typescript.cjs",
  },
  resolver: "<rootDir>/tests/resolver.cjs",
  transform: { "^.+\\.ts$": "<rootDir>/tests/transform.cjs" },
};

module.exports = {
  // Far more than any takes: a slow or busy machine is no failure. Jest reads it here alone.
  testTimeout: 60_000,
  // By itself jest leaves one core free, which is half of a machine with two.
  maxWorkers: "100%",
  testSequencer: "<rootDir>/tests/longestFirst.cjs",
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
      setupFilesAfterEnv: ["<rootDir>/tests/system/support/setup.ts"],
      testMatch: ["<rootDir>/tests/system/**/*.test.ts"],
    },
  ],
};
