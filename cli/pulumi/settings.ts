import type { Variables } from "../../core/process/environment";
import type { Credentials, DesiredStack } from "../../stack/model";
import { SettingsError, type ParsedSettings, type RawConfiguration } from "../../stack/settings";
import { isRecord } from "../../core/http/json";
import { UserError } from "../errors";
import type { StackOptions } from "./pulumi";
import { PulumiFailure } from "./runPulumi";
import { howToChoose, suggestStack } from "./stackFile";
import { openWorkspace } from "./workspace";

/** What is configured for a stack, with its secrets, as Pulumi reads it. */
export async function readConfiguration(stack: StackOptions): Promise<RawConfiguration> {
  const workspace = await openWorkspace(stack);
  const config = await workspace.getAllConfig(stack.stack).catch((error: unknown) => {
    throw isMissingStack(error) ? new UserError(missingStack(stack)) : error;
  });
  const settings = Object.entries(config).map(
    ([key, { value, secret: isSecret = false }]) => [key, { value, isSecret }] as const,
  );
  return { settings: Object.fromEntries(settings), environment: stack.environment };
}

/** Pulumi's words, as the Automation API recognizes them (automation/errors.js). */
function isMissingStack(error: unknown): boolean {
  return error instanceof PulumiFailure && /no stack named.*found/.test(error.output);
}

function missingStack({ program, stack }: StackOptions): string {
  return `Pulumi has no stack '${stack}'${suggestStack(program, stack)}\n${howToChoose}`;
}

/** What a stack's file configures. It takes no Pulumi: what is encrypted stays unread. */
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

/** The stack that was parsed; throws everything that is wrong with its settings as one error. */
export function requireStack<Available extends keyof Credentials>(
  parsed: ParsedSettings<Available>,
): DesiredStack<Available> {
  if ("stack" in parsed) return parsed.stack;
  throw new UserError(new SettingsError(parsed.problems).message);
}
