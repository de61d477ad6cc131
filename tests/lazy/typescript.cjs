// Pulumi requires TypeScript wherever it is loaded, for functions that become resources; no test has
// one, and its nine megabytes are a third of Pulumi's load time.
module.exports = require("./lazily.cjs").lazily("typescript", { isNamespace: false });
