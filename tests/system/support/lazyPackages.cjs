// Pulumi's SDK loads npm's dependency resolver for functions that become resources. The program has
// none, and loading it is a quarter of the time that the program takes to load. So it is loaded when
// it is first used. NODE_OPTIONS loads this file into each program that the tests start.
const Module = require("node:module");
const { join } = require("node:path");

const load = Module._load;
const user = join("@pulumi", "pulumi", "runtime", "closure", "codePaths.js");

Module._load = function (request, parent, ...rest) {
  if (request !== "@npmcli/arborist" || !parent?.filename?.endsWith(user))
    return load.call(this, request, parent, ...rest);
  const library = () => load.call(Module, request, parent, ...rest);
  // The SDK's import reads only whether it is an ES module.
  const get = (_target, name) => name === "__esModule" || library()[name];
  return new Proxy({}, { get });
};
