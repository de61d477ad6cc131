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

// Pulumi's command is run hundreds of times, and ends before Go needs its memory again.
process.env.GOGC ??= "400";

/** Has Node load a file of this folder before each program that the tests start. */
function preload(file: string): void {
  const option = `--require="${join(__dirname, file)}"`;
  if (process.env.NODE_OPTIONS?.includes(option) === true) return;
  process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, option].filter(Boolean).join(" ");
}
preload("lazyPackages.cjs");

// The programs share what V8 compiled.
const compiled = join(caches, "compiled");
if ("enableCompileCache" in nodeModule) process.env.NODE_COMPILE_CACHE ??= compiled;
else {
  process.env.PULUMI_GHCR_TEST_COMPILE_CACHE = compiled;
  preload("compileCache.cjs");
}
