import { join } from "node:path";

// A test with the real engine can take long on a busy machine. This timeout only
// ends tests that hang.
jest.setTimeout(300_000);

// Pulumi caches the compiled program per path. Each test has the program in a separate
// folder, and would compile it again.
process.env.PULUMI_NODEJS_TSCONFIG_PATH = join(__dirname, "../../../tsconfig.pulumi.json");
