// npm's reader of node_modules, which Pulumi requires for the same functions as TypeScript. It brings
// all that npm needs to install packages: another third of Pulumi's load time.
module.exports = require("./lazily.cjs").lazily("@npmcli/arborist", { isNamespace: true });
