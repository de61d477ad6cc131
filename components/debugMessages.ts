import * as pulumi from "@pulumi/pulumi";

/**
 * Drops the debug messages of Pulumi's Node.js SDK. For each resource and invoke the SDK logs the
 * engine's response with its secrets decrypted, and `--debug`, `--json` and `--event-log` show that
 * (`@pulumi/pulumi/runtime/resource.js` and `invoke.js`, "RPC finished"). The engine masks the
 * stack's secret settings in it, but neither a token from an environment variable nor one in
 * base64, and a program cannot add values to mask. Providers log their own debug messages.
 */
export function dropDebugMessages(): void {
  // The SDK calls it through its module, so this replaces the SDK's calls too.
  Object.assign(pulumi.log, { debug: () => Promise.resolve() });
}
