// Pulumi has an older execa, which is no ES module: moduleNameMapper would replace it as well.
const { join, sep } = require("node:path");

module.exports = (request, options) =>
  request === "execa" && !options.basedir.includes(`${sep}node_modules${sep}`)
    ? join(__dirname, "execa.ts")
    : options.defaultResolver(request, options);
