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
import { StackFileDraft, openBackend } from "./stack";
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
  return {
    stack,
    backend,
    passphrase,
    fileText: readTextIfExists(join(program, stackFileName(name))),
  };
}

/** The tokens stored in the stack's file, if it has all that are needed. */
export async function readStoredTokens(
  stack: StackOptions,
  file: string,
  { administers }: Pick<TokenUse, "administers">,
): Promise<TokenTexts | undefined> {
  const text = readTextIfExists(file);
  if ((parseConfig(text, basename(file))?.["ghcr:token"] ?? null) === null) return undefined;
  const draft = new StackFileDraft(stack, file);
  try {
    draft.write(text);
    const { "ghcr:token": publisher, "github:token": administrator } = await draft.readValues();
    if (publisher === undefined) return undefined;
    if (!administers) return { publisher };
    return administrator === undefined ? undefined : { publisher, administrator };
  } finally {
    rmSync(draft.path, { force: true });
  }
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
    const stored = await draft.store({
      ...(administrator === undefined ? {} : { "github:token": plainValue(administrator) }),
      "ghcr:token": plainValue(tokens.publisher),
    });
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
