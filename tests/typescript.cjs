// Replaces TypeScript in jest. Pulumi requires it wherever it is loaded, for functions that become
// resources; no test has one, and evaluating its nine megabytes in each file is a third of Pulumi's
// load time. So it is loaded when it is first used.
const { join } = require("node:path");

module.exports = new Proxy(
  {},
  {
    get: (_target, name) => require(join(__dirname, "..", "node_modules", "typescript"))[name],
  },
);
