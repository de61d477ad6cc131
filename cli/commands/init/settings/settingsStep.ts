import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { parseSettings, SettingsError } from "../../../../stack/settings";
import { CannotRun, UserError } from "../../../errors";
import { preparePassphrase, withPassphrase } from "../../../pulumi/passphrase";
import { selectStack, type StackOptions } from "../../../pulumi/pulumi";
import { toRawConfiguration } from "../../../pulumi/settings";
import { parseConfig, stackFileName, readTextIfExists } from "../../../pulumi/stackFile";
import type { Prerequisites } from "../prerequisites";
import { applyPlan, type Plan, type SettingsEdit } from "./settingsFile";
import { StackFileDraft, openBackend, type Settings } from "./stack";
import type { TokenTexts, TokenUse } from "../token/checkTokens";
import { plainValue } from "../token/tokenStep";

/** An open stack, and what its user must know about it. */
export interface OpenStack {
  readonly stack: StackOptions;
  readonly backend: string;
  /** The passphrase file that init created, if it is in use. */
  readonly passphrase: string | undefined;
  /** The stack file's text when init opened it or last wrote it. */
  fileText: string;
  /** The settings in the file that init opened, decrypted if it has a token. */
  readonly settings: Settings;
}

/** Opens the backend, and creates the stack if it does not exist. */
export async function openStack(
  prerequisites: Prerequisites,
  name: string,
  requestedBackend: string | undefined,
  fileText: string,
): Promise<OpenStack> {
  const backend = await openBackend(prerequisites, requestedBackend);
  const passphrase = preparePassphrase(prerequisites.environment, backend, fileText);
  const { pulumi, program } = prerequisites;
  const stack = {
    pulumi,
    program,
    stack: name,
    environment: withPassphrase(prerequisites.environment),
  };
  await selectStack(stack);
  const file = join(program, stackFileName(name));
  const opened = readTextIfExists(file);
  return {
    ...{ stack, backend, passphrase },
    fileText: opened,
    settings: await readSettings(stack, file, opened),
  };
}

async function readSettings(stack: StackOptions, file: string, text: string): Promise<Settings> {
  const config = parseConfig(text, basename(file)) ?? {};
  if (["ghcr:token", "github:token"].every((key) => (config[key] ?? null) === null)) return {};
  const draft = new StackFileDraft(stack, file);
  try {
    draft.write(text);
    return await draft.readValues();
  } finally {
    rmSync(draft.path, { force: true });
  }
}

/** The tokens stored in the stack's file, if it has all that are needed. */
export function getStoredTokens(
  { settings }: Pick<OpenStack, "settings">,
  { administers }: Pick<TokenUse, "administers">,
): TokenTexts | undefined {
  const { "ghcr:token": publisher, "github:token": administrator } = settings;
  if (publisher === undefined) return undefined;
  if (!administers) return { publisher };
  return administrator === undefined ? undefined : { publisher, administrator };
}

/**
 * Writes the plan and the tokens into the stack's file: first into a draft, which is validated like
 * the program does, and then with one rename. Returns the changes.
 */
export async function writeSettings(
  opened: OpenStack,
  file: string,
  {
    before,
    plan,
    tokens,
  }: { readonly before: string; readonly plan: Plan; readonly tokens: TokenTexts },
  { registry }: Prerequisites,
): Promise<readonly string[]> {
  const { stack } = opened;
  const draft = new StackFileDraft(stack, file);
  try {
    const { text, changes } = editSettings(before, stack.stack, plan, file);
    draft.write(text);
    const { administrator } = tokens;
    const secrets = {
      ...(administrator === undefined ? {} : { "github:token": plainValue(administrator) }),
      "ghcr:token": plainValue(tokens.publisher),
    };
    const stored = await draft.store(secrets, opened.settings);
    const config = parseConfig(draft.read(), basename(file)) ?? {};
    const parsed = parseSettings(toRawConfiguration(config, { GHCR_REGISTRY: registry }), []);
    if ("problems" in parsed) {
      throw new UserError(new SettingsError(parsed.problems).problems.join("\n"));
    }
    const current = readTextIfExists(file);
    if (current !== opened.fileText) {
      throw new UserError(
        `${basename(file)} has changed since init read it; run init again to continue with its current content`,
      );
    }
    const edited = draft.read();
    if (edited !== current) draft.commit();
    opened.fileText = edited;
    return [...changes, ...stored.map((key) => `${key}: stored, encrypted`)];
  } finally {
    rmSync(draft.path, { force: true });
  }
}

function editSettings(before: string, stack: string, plan: Plan, file: string): SettingsEdit {
  try {
    return applyPlan(before, stack, plan);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CannotRun(`${basename(file)} ${why}`);
  }
}
