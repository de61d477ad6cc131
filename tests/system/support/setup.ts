import * as nodeModule from "node:module";
import { join } from "node:path";

// A test that runs Pulumi can take long on a busy machine. This timeout only
// ends tests that hang.
jest.setTimeout(300_000);

const root = join(__dirname, "../../..");

// Pulumi caches the compiled program by its path, but each test has the program in a
// separate folder. This configuration avoids that each test compiles it again.
process.env.PULUMI_NODEJS_TSCONFIG_PATH = join(root, "tsconfig.pulumi.json");

// A test with a home or temporary folder of its own would compile it again, too.
const caches = join(root, "node_modules", ".cache");
process.env.TS_NODE_CACHE_DIRECTORY = join(caches, "ts-node");

// The programs that the tests start share what V8 compiled.
const cache = join(caches, "compiled");
const hook = `--require="${join(__dirname, "compileCache.cjs")}"`;
if ("enableCompileCache" in nodeModule) process.env.NODE_COMPILE_CACHE ??= cache;
else if (process.env.NODE_OPTIONS?.includes(hook) !== true) {
  process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, hook].filter(Boolean).join(" ");
  process.env.PULUMI_GHCR_TEST_COMPILE_CACHE = cache;
}
