// Takes the types out of a test and leaves everything else as it is. esbuild is here already, for
// the commands; jest's usual transformers would bring a second compiler, and ts-jest brings ts-node,
// which slows every start of Pulumi.
const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { transformSync, version } = require("esbuild");

const own = readFileSync(__filename, "utf8");

module.exports = {
  canInstrument: false,
  getCacheKey: (text, path) =>
    createHash("sha256").update([version, own, path, text].join("\0")).digest("hex"),
  process: (text, path) =>
    transformSync(text, {
      sourcefile: path,
      loader: "ts",
      format: "cjs",
      target: "node20",
      // jest runs files in a context of its own, which knows require and no import().
      supported: { "dynamic-import": false },
      sourcemap: "inline",
    }),
};
