/**
 * Leaves stack traces as V8 writes them. Pulumi's SDK records one for each promise
 * (`@pulumi/pulumi/runtime/debuggable.js`), and ts-node, which Pulumi runs TypeScript with, finds the
 * line of the source for each of its lines: half of the time that the program takes in an unchanged
 * update of ninety repositories. The trace of an error that ends the program is still translated: V8
 * writes it when Pulumi reads it to report the error.
 */
export function skipSourceMaps(): void {
  const traces: { prepareStackTrace?: unknown } = Error;
  const { prepareStackTrace } = traces;
  const restore = (): void => {
    traces.prepareStackTrace = prepareStackTrace;
  };
  traces.prepareStackTrace = undefined;
  process.prependListener("uncaughtException", restore);
  process.prependListener("unhandledRejection", restore);
}
