// The programs that the tests start load what they do not use when it is first used, as the tests do
// (tests/lazy): a fifth of the time that a program takes to load. NODE_OPTIONS loads this file into
// each of them.
const Module = require("node:module");
const { join } = require("node:path");
const arborist = require("../../lazy/arborist.cjs");
const zodLocales = require("../../lazy/zodLocales.cjs");

const load = Module._load;
// npm loads the first one, too, and uses it.
const closures = join("@pulumi", "pulumi", "runtime", "closure", "codePaths.js");
const zod = join("node_modules", "zod", "v4");

Module._load = function (request, parent, ...rest) {
  const user = parent?.filename ?? "";
  if (request === "@npmcli/arborist" && user.endsWith(closures)) return arborist;
  if (request === "../locales/index.cjs" && user.includes(zod)) return zodLocales;
  return load.call(this, request, parent, ...rest);
};
