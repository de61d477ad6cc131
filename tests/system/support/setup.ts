import { join } from "node:path";

// A test that runs Pulumi can take long on a busy machine. This timeout only
// ends tests that hang.
jest.setTimeout(300_000);

// Pulumi caches the compiled program by its path, but each test has the program in a
// separate folder. This configuration avoids that each test compiles it again.
process.env.PULUMI_NODEJS_TSCONFIG_PATH = join(__dirname, "../../../tsconfig.pulumi.json");
