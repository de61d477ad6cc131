import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { parseSettings, SettingsError } from "../../../stack/settings";
import { CannotRun, Explained } from "../../explained";
import { preparePassphrase, withPassphrase } from "../../pulumi/passphrase";
import { selectStack, type StackOptions } from "../../pulumi/pulumi";
import { configurationIn } from "../../pulumi/settings";
import { configIn, nameOfStackFile, textOf } from "../../pulumi/stackFile";
import type { Place } from "./place";
import { withPlan, type Plan, type Written } from "./settingsFile";
import { FileAside, openBackend } from "./stack";
import type { TokenTexts } from "./token";
import { plainValue } from "./tokenStep";

/** The stack, and what its user must know of it. */
export interface Opened {
  readonly stack: StackOptions;
  readonly backend: string;
  /** The passphrase that init made, where it is in use. */
  readonly passphrase: string | undefined;
  /** What the stack's file held when init opened it, or wrote it last. */
  seen: string;
}

/** Opens where Pulumi keeps the stack, and makes it there if it is not. */
export async function openStack(
  place: Place,
  name: string,
  wanted: string | undefined,
  fileText: string,
): Promise<Opened> {
  const backend = await openBackend(place, wanted);
  const passphrase = preparePassphrase(place.environment, backend, fileText);
  const { pulumi, program } = place;
  const stack = { pulumi, program, stack: name, environment: withPassphrase(place.environment) };
  await selectStack(stack);
  return { stack, backend, passphrase, seen: textOf(join(program, nameOfStackFile(name))) };
}

/** What the stack's file holds already, where it holds both. */
export async function storedTokens(
  stack: StackOptions,
  file: string,
): Promise<TokenTexts | undefined> {
  const aside = new FileAside(stack, file);
  try {
    aside.write(textOf(file));
    const publisher = await aside.secret("ghcr:token");
    const administrator = await aside.secret("github:token");
    if (publisher === undefined || administrator === undefined) return undefined;
    return { publisher, administrator };
  } finally {
    rmSync(aside.path, { force: true });
  }
}

/**
 * Writes the plan and the tokens into the stack's file: all of it aside, looked at as the program
 * will, and then in one stroke. Gives what is other than before.
 */
export async function writeSettings(
  opened: Opened,
  file: string,
  {
    before,
    plan,
    tokens,
  }: { readonly before: string; readonly plan: Plan; readonly tokens: TokenTexts },
  { registry }: Place,
): Promise<readonly string[]> {
  const { stack } = opened;
  const aside = new FileAside(stack, file);
  try {
    const { text, changes } = planned(before, stack.stack, plan, file);
    aside.write(text);
    const stored = await aside.store({
      "github:token": plainValue(tokens.administrator),
      "ghcr:token": plainValue(tokens.publisher),
    });
    const config = configIn(aside.read(), basename(file)) ?? {};
    const parsed = parseSettings(configurationIn(config, { GHCR_REGISTRY: registry }), []);
    if ("problems" in parsed) {
      throw new Explained(new SettingsError(parsed.problems).problems.join("\n"));
    }
    const now = textOf(file);
    if (now !== opened.seen) {
      throw new Explained(
        `${basename(file)} was changed since init read it: run init again, and it goes on from what stands there now`,
      );
    }
    const wanted = aside.read();
    if (wanted !== now) aside.take();
    opened.seen = wanted;
    return [...changes, ...stored.map((key) => `${key}: stored, encrypted`)];
  } finally {
    rmSync(aside.path, { force: true });
  }
}

function planned(before: string, stack: string, plan: Plan, file: string): Written {
  try {
    return withPlan(before, stack, plan);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CannotRun(`${basename(file)} ${why}`);
  }
}
