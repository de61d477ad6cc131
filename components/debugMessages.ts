import * as pulumi from "@pulumi/pulumi";

/**
 * Drops the debug messages of Pulumi's Node.js SDK. For each resource and invoke the SDK logs the
 * engine's answer with its secrets decrypted, and `--debug`, `--json` and `--event-log` show that
 * (`@pulumi/pulumi/runtime/resource.js` and `invoke.js`, "RPC finished"). The engine masks in it what
 * is a secret setting of the stack, but not a token from an environment variable, nor one in base64,
 * and a program cannot name further values to mask. Providers log their debug messages themselves.
 */
export function dropDebugMessages(): void {
  // The SDK calls it through its module, so that the replacement holds for the SDK, too.
  Object.assign(pulumi.log, { debug: () => Promise.resolve() });
}
