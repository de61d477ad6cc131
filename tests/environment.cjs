const asyncHooks = require("node:async_hooks");
const { default: NodeEnvironment } = require("jest-environment-node");

/** Where Pulumi records a stack trace: for each promise, and for each resource. */
const recorders = /@pulumi[\\/]pulumi[\\/](?:runtime[\\/]debuggable|resource)\.js$/;

/** Node.js as each test file has it, without what makes tests slow. */
module.exports = class extends NodeEnvironment {
  async setup() {
    await super.setup();
    this.shortenRecordedTraces();
    this.disableStorages = recordStorages();
  }

  async teardown() {
    this.disableStorages();
    await super.teardown();
  }

  /**
   * Jest translates each line of a trace by source maps. Of the traces that Pulumi records no test
   * reads a line; they were most of the time of a test with many resources.
   */
  shortenRecordedTraces() {
    const translate = Error.prepareStackTrace;
    this.global.Error.prepareStackTrace = (error, frames) =>
      recorders.test(frames[0]?.getFileName() ?? "") ? String(error) : translate(error, frames);
  }
};

/**
 * Jest's runner makes an AsyncLocalStorage in each test file, and Pulumi another. Node.js calls each
 * one that was used for every promise until it is disabled, which neither does: each file would make
 * all later ones of its process slower.
 */
function recordStorages() {
  const { AsyncLocalStorage } = asyncHooks;
  const created = [];
  asyncHooks.AsyncLocalStorage = class extends AsyncLocalStorage {
    constructor(...args) {
      super(...args);
      created.push(this);
    }
  };
  return () => {
    asyncHooks.AsyncLocalStorage = AsyncLocalStorage;
    for (const storage of created) storage.disable();
  };
}
