// What NODE_COMPILE_CACHE does in Node 22, for Node 20: the tests start hundreds of programs, and
// each would compile TypeScript, Pulumi's SDK and its own files again, which is a third of what an
// unchanged `pulumi up` takes of a processor. NODE_OPTIONS loads this file into each of them.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join, sep } = require("node:path");
const process = require("node:process");
const vm = require("node:vm");

const folder = process.env.PULUMI_GHCR_TEST_COMPILE_CACHE;
const compileWithoutCache = Module.prototype._compile;
/** The scripts that were not in the cache, with the files for them. */
const fresh = [];

Module.prototype._compile = function (content, filename, format) {
  const script =
    format === "module" || !isCacheable(content, filename) ? undefined : compile(content, filename);
  if (script === undefined) return compileWithoutCache.call(this, content, filename, format);
  const run = script.runInThisContext();
  return run.call(this.exports, this.exports, requireOf(this), this, filename, dirname(filename));
};

/** Only a package's files: a cached script keeps its path, and in Node 20 it cannot call import(). */
function isCacheable(content, filename) {
  if (!filename.includes(`${sep}node_modules${sep}`)) return false;
  // TypeScript mentions import(), but does not call it. Small files compile as fast as they are read.
  if (filename.endsWith(join("typescript", "lib", "typescript.js"))) return true;
  return content.length > 2000 && !content.startsWith("#!") && !/\bimport\s*\(/.test(content);
}

/** The function of a CommonJS module; undefined for other content, such as an ES module. */
function compile(content, filename) {
  const file = join(folder, createHash("sha1").update(filename).update(content).digest("hex"));
  const cachedData = readIfExists(file);
  try {
    const script = new vm.Script(Module.wrap(content), { filename, cachedData });
    if (cachedData === undefined || script.cachedDataRejected) fresh.push([file, script]);
    return script;
  } catch {
    return undefined;
  }
}

/** The `require` that Node gives to a module. */
function requireOf(module) {
  const resolve = (request, options) => Module._resolveFilename(request, module, false, options);
  resolve.paths = (request) => Module._resolveLookupPaths(request, module);
  return Object.assign((id) => module.require(id), {
    ...{ resolve, main: process.mainModule },
    ...{ extensions: Module._extensions, cache: Module._cache },
  });
}

function readIfExists(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

// By now the functions that the program called are compiled, too.
process.on("exit", () => {
  if (fresh.length > 0) mkdirSync(folder, { recursive: true });
  for (const [file, script] of fresh) {
    const partial = `${file}.${process.pid}`;
    writeFileSync(partial, script.createCachedData());
    renameSync(partial, file);
  }
});
