// Strips the types from a test and changes nothing else. esbuild is installed already, for the
// commands; jest's usual transformers would bring a second compiler, and ts-jest brings ts-node,
// which slows every start of Pulumi.
const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { buildSync, transformSync, version } = require("esbuild");

const own = readFileSync(__filename, "utf8");
// A bundle contains packages, whose versions are in this file.
const lock = readFileSync(require.resolve("../package-lock.json"), "utf8");

const shared = {
  format: "cjs",
  target: "node20",
  // jest runs files in a separate context, which has require() but no import().
  supported: { "dynamic-import": false },
  sourcemap: "inline",
};

const bundles = ["clack.ts", "execa.ts", "expressions.ts", "logUpdate.ts", "octokit.ts"].map(
  (name) => join(__dirname, name),
);
const isBundle = (path) => bundles.includes(path);

module.exports = {
  canInstrument: false,
  getCacheKey: (text, path) =>
    createHash("sha256")
      .update([version, own, path, text, isBundle(path) ? lock : ""].join("\0"))
      .digest("hex"),
  process: (text, path) => {
    if (!isBundle(path)) return transformSync(text, { ...shared, sourcefile: path, loader: "ts" });
    const { outputFiles } = buildSync({
      ...shared,
      entryPoints: [path],
      bundle: true,
      platform: "node",
      write: false,
    });
    return { code: outputFiles[0].text };
  },
};
