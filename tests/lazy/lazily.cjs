const { join } = require("node:path");

const packages = join(__dirname, "..", "..", "node_modules");

/**
 * A module of a package that is loaded when it is first used. Jest loads all modules again in each
 * test file, so that those which no test uses are much of a file's time. `isNamespace` says how it is
 * required: compiled imports copy what is no ES module, as a namespace or as its default export.
 */
exports.lazily = (path, { isNamespace }) =>
  new Proxy(
    {},
    {
      get: (_target, name) =>
        name === "__esModule" ? isNamespace : require(join(packages, path))[name],
    },
  );
