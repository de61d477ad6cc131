import { z } from "zod";
import type { Variables } from "../../core/process/environment";
import type { Credentials, DesiredStack } from "../../stack/model";
import { SettingsError, type ParsedSettings, type RawConfiguration } from "../../stack/settings";
import { isRecord } from "../../core/http/json";
import { UserError } from "../errors";
import { exportStack, stackFlags, type NamedOrSelected, type StackOptions } from "./pulumi";
import { PulumiFailure, runPulumi } from "./runPulumi";
import { howToChoose, suggestStack } from "./stackFile";

const configSchema = z.record(
  z.string(),
  z.object({ value: z.string().optional(), secret: z.boolean().optional() }),
);

/**
 * Reads a stack's configuration through Pulumi, secrets included, from its own file or from another
 * one.
 */
export async function readConfiguration(
  stack: NamedOrSelected,
  file?: string,
): Promise<RawConfiguration> {
  const otherFile = file === undefined ? [] : ["--config-file", file];
  const args = ["config", "--show-secrets", "--json", ...otherFile, ...stackFlags(stack)];
  const { stdout } = await runPulumi(stack, args).catch((error: unknown) => {
    const { program, stack: name } = stack;
    if (name === undefined || !isMissingStack(error)) throw error;
    throw new UserError(missingStack({ program, stack: name }));
  });
  const config = configSchema.parse(JSON.parse(stdout));
  const settings = Object.entries(config).map(
    ([key, { value, secret: isSecret = false }]) => [key, { value, isSecret }] as const,
  );
  return { settings: Object.fromEntries(settings), environment: stack.environment };
}

/** Reads the configuration and the exported state at once. */
export async function readConfigurationAndState(
  stack: NamedOrSelected,
): Promise<{ readonly raw: RawConfiguration; readonly exported: unknown }> {
  const exporting = exportStack(stack);
  // A missing stack is reported once, by the configuration.
  exporting.catch(() => undefined);
  const raw = await readConfiguration(stack);
  return { raw, exported: await exporting };
}

/** The message that the Automation API matches too (automation/errors.js). */
function isMissingStack(error: unknown): boolean {
  return error instanceof PulumiFailure && /no stack named.*found/.test(error.output);
}

function missingStack({ program, stack }: Pick<StackOptions, "program" | "stack">): string {
  return `Pulumi has no stack '${stack}'${suggestStack(program, stack)}\n${howToChoose}`;
}

/** The configuration in a stack's file, without running Pulumi: secrets stay encrypted. */
export function toRawConfiguration(
  config: Readonly<Record<string, unknown>>,
  environment: Variables,
): RawConfiguration {
  const settings = Object.entries(config).map(([key, value]) => {
    const isSecret = containsSecret(value);
    return [key, { value: isSecret ? undefined : value, isSecret }] as const;
  });
  return { settings: Object.fromEntries(settings), environment };
}

/** Whether a value is encrypted, entirely or in part: Pulumi stores it as `{secure: …}`. */
function containsSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(containsSecret);
  if (!isRecord(value)) return false;
  const inner = Object.entries(value);
  const [[name, first] = []] = inner;
  if (inner.length === 1 && name === "secure" && typeof first === "string") return true;
  return inner.some(([, each]) => containsSecret(each));
}

/** Returns the parsed stack; throws all problems with its settings as one error. */
export function requireStack<Available extends keyof Credentials>(
  parsed: ParsedSettings<Available>,
): DesiredStack<Available> {
  if ("stack" in parsed) return parsed.stack;
  throw new UserError(new SettingsError(parsed.problems).message);
}
