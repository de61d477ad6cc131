import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { isRecord } from "../../core/http/json";
import { findNearest } from "../../core/text/nearest";
import { CannotRun } from "../errors";

/** Its file is part of every clone, so it does not indicate the user's stack. */
const sandboxStack = "dev";

/** The name of a new stack. */
const defaultName = "prod";

/** The default stack where one can be created: the one with a file, or `prod`. */
export function defaultStack(folder: string): string {
  const names = userStacks(folder);
  const [only = defaultName, ...more] = names;
  if (more.length === 0) return only;
  if (names.includes(defaultName)) return defaultName;
  throw new CannotRun(`${ambiguityMessage(names)}, or a new one`);
}

/** The default among existing stacks; the sandbox's only if it is the only one. */
export function existingStack(folder: string): string | undefined {
  const names = userStacks(folder);
  const [only, ...more] = names;
  if (more.length === 0) return only ?? stacksWithFile(folder)[0];
  throw new CannotRun(ambiguityMessage(names));
}

function ambiguityMessage(names: readonly string[]): string {
  return `--stack is missing, and ${names.join(", ")} each have a file here; name one of them`;
}

/** The stacks with a file, without the sandbox's. */
export function userStacks(folder: string): readonly string[] {
  return stacksWithFile(folder).filter((name) => name !== sandboxStack);
}

/** The fix if no stack is selected, or if it does not exist. */
export const howToChoose = "Select one with 'npx pulumi stack select NAME', or pass --stack NAME";

/** Suggests an existing stack with a similar name, as the end of a message. */
export function suggestStack(folder: string, requested: string): string {
  const closest = findNearest(requested.split("/").at(-1) ?? "", stacksWithFile(folder));
  return closest === undefined || closest === requested ? "" : `; did you mean ${closest}?`;
}

/** A stack's name for display: without a service, the organization has no meaning. */
export function shortStack(name: string): string {
  return name.replace(/^organization\/[^/]+\//, "");
}

function stacksWithFile(folder: string): readonly string[] {
  return readdirSync(folder)
    .flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? [])
    .sort();
}

/** The name of a stack's file, for which Pulumi uses the last part of the stack's name. */
export function stackFileName(stack: string): string {
  return `Pulumi.${stack.split("/").at(-1) ?? ""}.yaml`;
}

/** A file's text; empty if the file does not exist. */
export function readTextIfExists(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** The settings in a stack's file, if any. */
export function parseConfig(
  text: string,
  file: string,
): Readonly<Record<string, unknown>> | undefined {
  let parsed: unknown;
  try {
    parsed = parse(text);
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new CannotRun(`${file} is not YAML: ${reason}`);
  }
  const config = isRecord(parsed) ? parsed.config : undefined;
  return isRecord(config) ? config : undefined;
}
