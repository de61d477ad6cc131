import * as pulumi from "@pulumi/pulumi";
import type { Variables } from "../../core/process/environment";
import type { DesiredStack } from "../model";
import { parseSettings } from "./parseSettings";
import { SettingsError } from "./problems";
import type { RawConfiguration } from "./rawConfiguration";
import { isSecretKey } from "./secrets";

/**
 * The stack that Pulumi's configuration describes. Throws one error with all problems: after a
 * program that only logs an error and returns, the engine deletes what it did not declare.
 */
export function loadStack(environment: Variables = process.env): DesiredStack {
  const parsed = parseSettings(readConfiguration(environment), ["admin", "publish", "pull"]);
  if ("stack" in parsed) return parsed.stack;
  const { message } = new SettingsError(parsed.problems);
  const error = new pulumi.RunError(message);
  // Pulumi prints `stack`. Preparing a real stack trace would take many seconds.
  error.stack = message;
  throw error;
}

function readConfiguration(environment: Variables): RawConfiguration {
  const entries = Object.entries(pulumi.runtime.allConfig());
  const isSecret = createSecretTest();
  return {
    settings: Object.fromEntries(
      entries.map(([key, value]) => [key, { value, isSecret: isSecret(key) }]),
    ),
    environment,
    project: pulumi.getProject(),
  };
}

/**
 * Whether a key's value is stored encrypted, entirely or in part. Pulumi passes that to its
 * programs in PULUMI_CONFIG_SECRET_KEYS. The function that reads it is not in Pulumi's type
 * declarations; if it is missing, each key counts as stored correctly.
 */
function createSecretTest(): (key: string) => boolean {
  const { isConfigSecret } = pulumi.runtime as unknown as {
    readonly isConfigSecret?: (key: string) => boolean;
  };
  return isConfigSecret ?? isSecretKey;
}
