const { join } = require("node:path");

const packages = join(__dirname, "..", "..", "node_modules");

/**
 * A module of a package that is loaded when it is first used. Jest loads all modules again in each
 * test file, so that those which no test uses are much of a file's time.
 */
exports.lazily = (...path) =>
  new Proxy(
    {},
    // The answer to the question whether it is an ES module prevents a copy of it.
    { get: (_target, name) => name === "__esModule" || require(join(packages, ...path))[name] },
  );
